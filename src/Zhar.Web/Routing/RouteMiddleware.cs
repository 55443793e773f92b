using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>The middleware that a route's metadata asks for. Without such metadata there is none, and it costs nothing.</summary>
internal static class RouteMiddleware
{
    /// <summary>Rate limits: in front of the pipelines, which would be the costly part.</summary>
    internal static RequestDelegate Around(RequestDelegate run, Endpoint endpoint, RouteEntry route, IServiceProvider services)
    {
        if (endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>() is null)
            return run;
        return Wrap(run, services, static app => app.UseRateLimiter(), route, "rate limits", "services.AddRateLimiter(…)");
    }

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
