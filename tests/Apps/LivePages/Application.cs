using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>The live pages that the tests in the browser look at.</summary>
public sealed class Application : ZharApplication
{
    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), Endpoint.Child());
}

public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .RequestId()
        .Telemetry()
        .ParseBody()
        .Session()
        .LiveSocket("/live")
        .Router<Router>();
}

public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
        .FetchLiveFlash()
        .PutRootLayout(Layouts.Root)
        .ProtectFromForgery()
        .PutSecureBrowserHeaders());

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<CounterLive>("/");
        s.Live<RoomLive>("/rooms/:room");
        s.Live<FormLive>("/form");
        s.Live<ParamsLive>("/params");
        s.Live<ParamsLive>("/params/:id", action: "show");
        s.Live<OuterLive>("/outer");
        s.Live<CardsLive>("/cards");
        s.Live<FilesLive>("/files");
        s.Live<KeepLive>("/keep");
    });
}

public static class Layouts
{
    public static Html Root(Conn conn, Html inner) => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <link rel="icon" href="data:,">
          {conn.LiveTitle("Live pages")}
          {conn.LiveScripts(longPollFallback: conn.QueryParams.Get("poll") is null ? null : TimeSpan.FromMilliseconds(1))}
        </head>
        <body>{inner}</body>
        </html>
        """;
}
