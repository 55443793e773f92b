using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Routing;

public sealed class MetadataTests
{
    [Fact]
    public async Task A_route_that_requires_a_user_lets_only_users_in()
    {
        await using var app = await FunctionEndpoint.Start(
            _ => { },
            static s =>
            {
                s.Get("/open", Actions.Text("open"));
                s.Scope("/admin", static a =>
                {
                    a.Get("/", Actions.Text(static c => $"hello {c.User.Identity!.Name}"));
                    a.Get("/login", Actions.Text("login")).AllowAnonymous();
                }).RequireAuthorization();
            },
            services: static s =>
            {
                s.AddRouting().AddAuthorization();
                s.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
            });

        Assert.Equal("open", (await app.Conn().Get("/open")).TextResponse());
        Assert.Equal(401, (await app.Conn().Get("/admin")).Status);
        Assert.Equal("login", (await app.Conn().Get("/admin/login")).TextResponse());
        Assert.Equal("hello ada", (await app.Conn().PutHeader("x-user", "ada").Get("/admin")).TextResponse());
    }

    [Fact]
    public async Task Authorization_works_without_the_applications_own_routing()
    {
        await using var app = await FunctionEndpoint.Start(
            static p => p.Use(static a => a.UseAuthentication().UseAuthorization()),
            static s => s.Get("/", Actions.Text(static c => $"hello {c.User.Identity!.Name}")).RequireAuthorization(),
            services: static s =>
            {
                s.AddAuthorization();
                s.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
            });

        Assert.Equal(401, (await app.Conn().Get("/")).Status);
        Assert.Equal("hello ada", (await app.Conn().PutHeader("x-user", "ada").Get("/")).TextResponse());
    }

    [Fact]
    public async Task A_service_that_wants_the_list_of_endpoints_says_what_to_add()
    {
        var error = await Assert.ThrowsAsync<ApplicationStartException>(() => FunctionEndpoint.Start(
            static p => p.Plug<NeedsEndpoints>(), static s => s.Get("/", Actions.Text("")), services: static s => s.AddSingleton<EndpointList>()));

        Assert.Contains("EndpointList needs ASP.NET Core's routing beside it", error.Message, StringComparison.Ordinal);
        Assert.Contains("services.AddRouting()", error.Message, StringComparison.Ordinal);

        await using var app = await FunctionEndpoint.Start(
            static p => p.Plug<NeedsEndpoints>(), static s => s.Get("/", Actions.Text("fine")), services: static s => s.AddSingleton<EndpointList>().AddRouting());
        Assert.Equal("fine", (await app.Conn().Get("/")).TextResponse());
    }

    [Fact]
    public async Task Services_with_a_key_are_found_from_a_request()
    {
        await using var app = await FunctionEndpoint.Start(
            _ => { },
            static s => s.Get("/:key", Actions.Text(static c => c.RequestServices.GetKeyedService<string>(c.Params["key"]) ?? c.RequestServices.GetRequiredKeyedService<string>("b"))),
            services: static s => s.AddKeyedSingleton("a", "first").AddKeyedScoped("b", static (_, key) => $"of {key}"));

        Assert.Equal("first", (await app.Conn().Get("/a")).TextResponse());
        Assert.Equal("of b", (await app.Conn().Get("/b")).TextResponse());
        Assert.Equal("of b", (await app.Conn().Get("/missing")).TextResponse());
    }

    public sealed class EndpointList(EndpointDataSource endpoints)
    {
        public int Count => endpoints.Endpoints.Count;
    }

    public sealed class NeedsEndpoints(EndpointList list) : IPlug
    {
        public ValueTask Call(HttpContext conn)
        {
            Assert.Equal(1, list.Count);
            return default;
        }
    }

    [Fact]
    public async Task Without_services_for_it_the_start_stops_and_says_what_to_add()
    {
        var error = await Assert.ThrowsAsync<ApplicationStartException>(() => FunctionEndpoint.Start(_ => { }, static s => s.Get("/", Actions.Text("")).RequireAuthorization()));

        Assert.Contains("The route GET / → function asks for authorization", error.Message, StringComparison.Ordinal);
        Assert.Contains("services.AddAuthorization()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_limit_counts_requests_of_its_route()
    {
        await using var app = await FunctionEndpoint.Start(
            _ => { },
            static s =>
            {
                s.Get("/limited", Actions.Text("x")).RequireRateLimiting("two");
                s.Get("/free", Actions.Text("x"));
            },
            services: static s => s.AddRateLimiter(static o =>
            {
                o.RejectionStatusCode = 429;
                o.AddFixedWindowLimiter("two", static w => (w.PermitLimit, w.Window) = (2, TimeSpan.FromHours(1)));
            }));

        Assert.Equal(200, (await app.Conn().Get("/limited")).Status);
        Assert.Equal(200, (await app.Conn().Get("/limited")).Status);
        Assert.Equal(429, (await app.Conn().Get("/limited")).Status);
        Assert.Equal(200, (await app.Conn().Get("/free")).Status);
    }

    [Fact]
    public async Task Routes_are_endpoints_for_aspnet_core()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Get("/users/:id", Actions.Text(static c => $"{c.GetEndpoint()!.Metadata.GetMetadata<ITagsMetadata>()!.Tags[0]} {c.GetRouteValue("id")} {c.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName("user", new { id = 8 })}"))
                .WithName("user").WithTags("users");
            s.Get("/files/*path", Actions.Text(""));
        });

        Assert.Equal("users 7 /users/8", (await app.Conn().Get("/users/7")).TextResponse());
        var endpoints = EndpointRuntime.Find(app.Node, typeof(FunctionEndpoint).FullName!)!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        Assert.Equal(["/users/{id}", "/files/{**path}"], endpoints.Select(static e => e.RoutePattern.RawText));
    }

    [Fact]
    public async Task An_endpoint_that_starts_anew_shows_its_routes_once()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s => s.Get("/users/:id", Actions.Text("")).WithName("user"), services: static s => s.AddRouting());
        var before = EndpointRuntime.Find(app.Node, typeof(FunctionEndpoint).FullName!);
        var monitored = app.Node.WhereIs(FunctionEndpoint.Name);

        await app.Node.Run(async _ =>
        {
            Process.Exit(monitored, ExitReason.Kill);
            var deadline = TimeProvider.System.GetTimestamp();
            while (EndpointRuntime.Find(app.Node, typeof(FunctionEndpoint).FullName!) is var now && (now is null || ReferenceEquals(now, before)))
            {
                Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20), "The endpoint did not come back.");
                await Task.Yield();
            }
        });

        Assert.Single(app.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        Assert.Equal("/users/8", app.Services.GetRequiredService<LinkGenerator>().GetPathByName("user", new { id = 8 }));
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["x-user"] is [{ } name]
            ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name)], "header")), "header"))
            : AuthenticateResult.NoResult());
    }
}
