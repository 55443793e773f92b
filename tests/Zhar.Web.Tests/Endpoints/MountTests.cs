using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Endpoints;

public sealed class MountTests
{
    private static async Task<(WebApplication App, HttpClient Http)> Start(Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0"), new("SECRET_KEY_BASE", ConnTest.SecretKeyBase), new("Server", "false")]);
        builder.Services.AddSingleton(new Wiring(static p => p.ParseBody().Session(), static s =>
        {
            s.Get("/hello", Actions.Text(static c => $"zhar {c.Request.PathBase}|{c.Request.Path} {c.RequestServices.GetRequiredService<Service>().Name}"));
        }));
        builder.Services.AddSingleton(new Service("of the application"));
        build(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync().WaitAsync(RunningEndpoint.Deadline);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return (app, new HttpClient { BaseAddress = new Uri(address), Timeout = RunningEndpoint.Deadline });
    }

    [Fact]
    public async Task An_endpoint_takes_what_no_other_route_of_the_application_does()
    {
        var (app, http) = await Start(_ => { }, static app =>
        {
            app.MapGet("/own", () => "own");
            app.MapZharEndpoint<FunctionEndpoint>();
        });
        await using var _ = app;
        using var client = http;

        Assert.Equal("own", await http.GetStringAsync("/own"));
        Assert.Equal("zhar |/hello of the application", await http.GetStringAsync("/hello"));
        Assert.Equal(404, (int)(await http.GetAsync("/nowhere")).StatusCode);
    }

    [Fact]
    public async Task Under_a_prefix_its_routes_see_the_rest()
    {
        var (app, http) = await Start(_ => { }, static app => app.MapZharEndpoint<FunctionEndpoint>("/sub"));
        await using var _ = app;
        using var client = http;

        Assert.Equal("zhar /sub|/hello of the application", await http.GetStringAsync("/sub/hello"));
        Assert.Equal(404, (int)(await http.GetAsync("/hello")).StatusCode);
    }

    [Fact]
    public async Task In_the_tree_of_an_application_the_mounted_one_is_the_one_that_runs()
    {
        var (app, http) = await Start(static b => b.AddZhar<TreeApplication>(), static app => app.MapZharEndpoint<FunctionEndpoint>());
        await using var _ = app;
        using var client = http;

        Assert.Equal("zhar |/hello of the application", await http.GetStringAsync("/hello"));
        Assert.NotNull(EndpointRuntime.Find(app.Services.GetRequiredService<Node>(), typeof(FunctionEndpoint).FullName!));
    }

    [Theory]
    [InlineData(null, null, "/sub")]
    [InlineData("example.org", "/outside", "/outside")]
    public async Task A_mounted_one_opens_no_port_and_knows_its_address_by_the_request_unless_a_setting_says_otherwise(string? host, string? path, string prefix)
    {
        var (app, http) = await Start(
            b =>
            {
                b.Configuration.AddInMemoryCollection([new("Server", null), new("PORT", "0"), new("HOST", host), new("Url:Path", path)]);
                b.AddZhar<TreeApplication>();
            },
            static app => app.MapZharEndpoint<FunctionEndpoint>("/sub"));
        await using var _ = app;
        using var client = http;
        var mounted = EndpointRuntime.Find(app.Services.GetRequiredService<Node>(), typeof(FunctionEndpoint).FullName!)!; // it runs

        Assert.Empty(mounted.Addresses);
        Assert.Equal(host, mounted.Options.PublicHost);
        Assert.Equal(prefix, mounted.Options.PathPrefix);
        Assert.Equal("zhar /sub|/hello of the application", await http.GetStringAsync("/sub/hello"));
    }

    public sealed class TreeApplication : ZharApplication
    {
        protected override SupervisorSpec Start() => Supervisor.OneForOne(FunctionEndpoint.Child());
    }

    private sealed record Service(string Name);
}
