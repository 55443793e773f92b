using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>The middleware that a route's metadata asks for. Without such metadata there is none, and it costs nothing.</summary>
internal static class RouteMiddleware
{
    /// <summary>In front of the pipelines, outermost first: who of other sites may ask, time limits, rate limits, cached responses.</summary>
    internal static RequestDelegate Around(RequestDelegate run, Endpoint endpoint, RouteEntry route, IServiceProvider services)
    {
        var metadata = endpoint.Metadata;
        if (metadata.GetMetadata<IOutputCachePolicy>() is not null || metadata.GetMetadata<OutputCacheAttribute>() is not null)
            run = Wrap(run, services, static app => app.UseOutputCache(), route, "cached output", "services.AddOutputCache(…)");
        if (metadata.GetMetadata<EnableRateLimitingAttribute>() is not null)
            run = Wrap(run, services, static app => app.UseRateLimiter(), route, "rate limits", "services.AddRateLimiter(…)");
        if (metadata.GetMetadata<RequestTimeoutAttribute>() is not null || metadata.GetMetadata<RequestTimeoutPolicy>() is not null)
            run = Wrap(run, services, static app => app.UseRequestTimeouts(), route, "a time limit", "services.AddRequestTimeouts(…)");
        return metadata.GetMetadata<ICorsMetadata>() is not null ? Cors(run, route, services) : run;
    }

    /// <summary>The answer to a browser that asks first. Never the action: the browser has asked whether it may be run.</summary>
    internal static RequestDelegate? Preflight(Endpoint endpoint, RouteEntry route, IServiceProvider services) => endpoint.Metadata.GetMetadata<ICorsMetadata>() is null ? null : Cors(
        static conn =>
        {
            conn.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        },
        route,
        services);

    /// <summary>Authorization: behind the pipelines, which may say who the user is.</summary>
    internal static RequestDelegate Behind(RequestDelegate target, Endpoint endpoint, RouteEntry route, IServiceProvider services)
    {
        if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            return target;
        if (services.GetService<IAuthorizationPolicyProvider>() is null)
            throw Missing(route, "authorization", "services.AddAuthorization(), and services.AddAuthentication(…) that says who the user is");
        var authenticates = services.GetService<IAuthenticationSchemeProvider>() is not null;
        return Wrap(target, services, app => (authenticates ? app.UseAuthentication() : app).UseAuthorization(), route, "authorization", "services.AddAuthorization()");
    }

    private static RequestDelegate Cors(RequestDelegate run, RouteEntry route, IServiceProvider services) =>
        Wrap(run, services, static app => app.UseCors(), route, "requests of other sites", "services.AddCors(…)");

    private static RequestDelegate Wrap(RequestDelegate next, IServiceProvider services, Action<IApplicationBuilder> use, RouteEntry route, string what, string add)
    {
        try
        {
            var app = new ApplicationBuilder(services);
            use(app);
            app.Run(next);
            return app.Build();
        }
        catch (InvalidOperationException e)
        {
            throw Missing(route, what, add, e);
        }
    }

    private static InvalidOperationException Missing(RouteEntry route, string what, string add, Exception? inner = null) =>
        new($"The route {route} asks for {what}, and the application lacks services for it. Add them in its Configure: {add}{(inner is null ? "" : $". The reason: {inner.Message}")}", inner);
}
