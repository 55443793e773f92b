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
using Zhar.Web.Testing;
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
    public async Task A_route_whose_output_is_cached_runs_once()
    {
        var runs = 0;
        await using var app = await FunctionEndpoint.Start(
            _ => { },
            s =>
            {
                s.Get("/cached", Actions.Text(_ => $"{Interlocked.Increment(ref runs)}")).CacheOutput();
                s.Get("/drawn", Actions.Text(_ => $"{Interlocked.Increment(ref runs)}"));
            },
            services: static s => s.AddOutputCache());

        Assert.Equal("1", (await app.Conn().Get("/cached")).TextResponse());
        Assert.Equal("1", (await app.Conn().Get("/cached")).TextResponse());
        Assert.Equal("2", (await app.Conn().Get("/cached?other=1")).TextResponse());
        Assert.Equal("3", (await app.Conn().Get("/drawn")).TextResponse());
    }

    [Fact]
    public async Task What_is_drawn_from_a_session_is_cached_for_nobody()
    {
        var fetch = new Pipeline(static p => p.FetchSession());
        await using var app = await FunctionEndpoint.Start(
            static p => p.Session(),
            s => s.Scope("/", fetch, static a =>
            {
                a.Get("/in/:name", Actions.Text(static c => $"{c.PutSession("name", c.PathParam("name")!)}"));
                a.Get("/me", Actions.Text(static c => c.GetSession("name") ?? "nobody")).CacheOutput();
            }),
            services: static s => s.AddOutputCache());

        var ada = await app.Conn().Get("/in/ada");
        Assert.Equal("ada", (await ada.Get("/me")).TextResponse());
        Assert.Equal("nobody", (await app.Conn().Get("/me")).TextResponse());
    }

    [Fact]
    public async Task A_time_limit_of_a_route_ends_what_waits_for_the_request()
    {
        await using var app = await FunctionEndpoint.Start(
            _ => { },
            static s => s.Get("/slow", static c => Task.Delay(Timeout.InfiniteTimeSpan, c.RequestAborted)).WithRequestTimeout(TimeSpan.FromMilliseconds(20)),
            services: static s => s.AddRequestTimeouts());

        Assert.Equal(504, (await app.Conn().Get("/slow").WaitAsync(TimeSpan.FromSeconds(10))).Status);
    }

    [Fact]
    public async Task A_route_says_which_other_sites_may_use_it_and_the_question_runs_nothing()
    {
        var runs = 0;
        await using var app = await FunctionEndpoint.Start(
            _ => { },
            s =>
            {
                s.Delete("/shared/:id", Actions.Text(_ => $"{Interlocked.Increment(ref runs)}")).RequireCors("friends");
                s.Delete("/unknown", Actions.Text(_ => $"{Interlocked.Increment(ref runs)}")).RequireCors("nobody knows this policy");
                s.Delete("/own", Actions.Text(_ => $"{Interlocked.Increment(ref runs)}"));
            },
            services: static s => s.AddCors(static o => o.AddPolicy("friends", static p => p.WithOrigins("https://friend.example").WithMethods("DELETE"))));

        Task<TestConn> Ask(string path, string origin) =>
            app.Conn().PutHeader("origin", origin).PutHeader("access-control-request-method", "DELETE").Send("OPTIONS", path);

        var asked = await Ask("/shared/1", "https://friend.example");
        Assert.Equal((204, "https://friend.example", "DELETE"), (asked.Status, asked.Header("access-control-allow-origin"), asked.Header("access-control-allow-methods")));
        Assert.Null((await Ask("/shared/1", "https://evil.example")).Header("access-control-allow-origin"));
        Assert.Null((await Ask("/unknown", "https://friend.example")).Header("access-control-allow-origin"));
        Assert.Equal(404, (await Ask("/own", "https://friend.example")).Status);
        Assert.Equal(0, runs);

        var used = await app.Conn().PutHeader("origin", "https://friend.example").Delete("/shared/1");
        Assert.Equal(("1", "https://friend.example"), (used.TextResponse(), used.Header("access-control-allow-origin")));
        Assert.Null((await app.Conn().PutHeader("origin", "https://evil.example").Delete("/shared/1")).Header("access-control-allow-origin"));
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
