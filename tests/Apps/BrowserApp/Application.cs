using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Web;

namespace BrowserApp;

/// <summary>What the browser tests talk to: rooms over channels, and a page that fails.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config) =>
        services.ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, RoomJson.Default));

    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), RoomPresence.Child(), Endpoint.Child());
}

public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets()
        .RequestId()
        .Telemetry()
        .ParseBody()
        .Session()
        .Socket<RoomSocket>("/socket", new SocketOptions { LongPoll = true })
        .Router<Router>();
}

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
        .FetchFlash()
        .ProtectFromForgery()
        .PutSecureBrowserHeaders());

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Get("/", PageController.Actions.Room);
        s.Get("/fail", PageController.Actions.Fail);
    });
}
