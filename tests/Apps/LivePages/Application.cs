using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LivePages;

/// <summary>The live pages that the tests in the browser look at.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<Deliveries>()
        .ConfigureHttpJsonOptions(static o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, PagesJson.Default));

    protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), Endpoint.Child());
}

public sealed class Endpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p
        .StaticAssets()
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
        .PutSecureBrowserHeaders()
        .Plug(ComeAndGo));

    /// <summary>Who says a name in the address is a member; who says another word is none any more, in all pages.</summary>
    private static void ComeAndGo(Conn conn)
    {
        if (conn.QueryParams.Get("name") is { Length: > 0 } name)
            conn.PutSession("name", name).PutSession("live_socket_id", "members:" + name);
        if (!conn.QueryParams.Contains("leave") || conn.GetSession("live_socket_id") is not { } pages)
            return;
        conn.ClearSession();
        conn.RequestServices.GetRequiredService<PubSub>().BroadcastEvent(pages, "disconnect");
    }

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
        s.Live<StreamLive>("/stream");
        s.Live<CommandsLive>("/commands");
        s.Live<HooksLive>("/hooks");
        s.Live<AsyncLive>("/async/:name");
        s.Live<BindingsLive>("/bindings");
        s.Live<CoreLive>("/core");
        s.Live<OrderLive>("/order");
        s.Live<UploadsLive>("/uploads");
        s.Live<MembersLive>("/members");
        s.Post("/bindings/sent", SentController.Actions.Show);
        s.LiveSession("sticky", session => session.PutLayout(Layouts.Player).PutRootLayout(Layouts.Corner), l =>
        {
            l.Live<StickyA>("/sticky/a");
            l.Live<StickyB>("/sticky/b");
        });
    });
}

/// <summary>Gets a form that its live page has told to go.</summary>
public sealed partial class SentController : Controller
{
    public IResult Show(Conn conn, string word) => Text($"sent {word}");
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
          {conn.CoreStylesheet()}
          <link rel="stylesheet" href="/js/pages.css" phx-track-static>
          {conn.LiveScripts(hooks: "/js/hooks.js")}
        </head>
        <body>{inner}</body>
        </html>
        """;

    /// <summary>A view beside the routed one.</summary>
    public static Html Corner(Conn conn, Html inner) => Root(conn, $"{inner}<aside>{conn.LiveRender<PlayerLive>("corner", [("name", "corner")])}</aside>");

    /// <summary>A view in the layout of each page.</summary>
    public static Html Player(LiveSocket socket, Html inner) => $"""
        <nav>{NavigateLink($"A", "/sticky/a")} {NavigateLink($"B", "/sticky/b")}</nav>
        {inner}
        {socket.LiveRender<PlayerLive>("player", [("name", "player")], isSticky: true)}
        """;
}
