using Microsoft.Extensions.Logging;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace Zhar.Live.Tests.Views;

public sealed class LinksEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<LinksRouter>();
}

public sealed class LinksRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Layout));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<LinksLive>("/links");
        s.Live<LinksLive>("/links/:id");
        s.Live<QuietLive>("/quiet");
        s.Get("/plain", conn => conn.SendText("plain"));
        s.LiveSession("tenants", session => session.Put("plan", "free").Put(conn => [("tenant", conn.QueryParams.Get("tenant") ?? "none"), ("plan", "paid")]), live =>
        {
            live.Live<TenantLive>("/tenant");
            live.Live<TenantLive>("/tenant/:id");
            live.Live<TenantOtherLive>("/tenant-other");
        });
    });

    private static Html Layout(Conn conn, Html inner) => $"<html><head>{conn.LiveTitle("Links")}</head><body>{inner}</body></html>";
}

/// <summary>Links of which it does not know where they lead.</summary>
public sealed partial class LinksLive : LiveView<int>
{
    internal static readonly string[] Targets = ["/links?page=2#end", "/links/7", "/quiet", "/tenant", "/plain", "/missing", "/links?a=%ff"];

    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<nav>{Markup.Each(Targets, (to, i) => LiveLink(Socket, $"{i}", to, rest: Attrs.Of(("id", $"to-{i}"))))}</nav>{LiveRender<QuietLive>("inner")}";
}

/// <summary>Leaves nothing in the log.</summary>
public sealed partial class QuietLive : LiveView<int>
{
    protected override LogLevel? LogAt => LogLevel.None;

    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private void Add() => State++;

    protected override Html Render(int state) => $"<p id=\"count\" phx-click=\"{On.Add}\">{state} {Socket.NavigationTypeOf("/quiet")}</p>";
}

/// <summary>Shows what the live session has put into the session.</summary>
public sealed partial class TenantLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new($"{session?["tenant"]} {session?["plan"]} {Connected}");

    [Event] private LiveAction Leave() => PushNavigate("/tenant-other");

    protected override Html Render(string state) => $"<p id=\"who\">{state}</p><button phx-click=\"{On.Leave}\">on</button>";
}

public sealed partial class TenantOtherLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new($"other {session?["tenant"]} {session?["plan"]}");

    protected override Html Render(string state) => $"<p id=\"who\">{state}</p>";
}
