using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Answers the request for a live route with the view's first HTML. Source: Phoenix.LiveView.Plug, Phoenix.LiveView.Static.</summary>
internal static class LiveRequests
{
    private const string ReloadCookie = "__phoenix_reload_status__";

    internal static async Task Handle(HttpContext conn)
    {
        var host = LiveHost.Of(conn);
        var entry = ConnState.Of(conn).Route ?? throw new InvalidOperationException("A live view is reached through a route: s.Live<MyLive>(\"/path\").");
        var route = entry.Action.Metadata.OfType<LiveRoute>().First();
        ThrowReloadStatus(conn);
        var page = DeadPage.Of(conn);
        var id = "phx-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var values = ValuesOf(route.Session, conn);
        var flash = ConnState.Of(conn).Flash?.Messages ?? new Flash();
        var socket = new LiveSocket(host, route.Definition, id)
        {
            User = conn.User,
            Uri = new Uri(conn.CurrentUrl),
            Params = conn.Params,
            Flash = flash,
            Route = route,
            RootId = id,
            Session = LiveJoin.With(conn.GetSession(), values),
            Dead = new DeadRender(page),
        };
        var made = await Run(host, socket).ConfigureAwait(false);
        if (socket.Navigation is { } navigation)
        {
            foreach (var (kind, message) in socket.Flash)
                conn.PutFlash(kind, message);
            conn.Response.StatusCode = StatusCodes.Status302Found;
            conn.Response.Headers.Location = UrlText.Escape(navigation.To);
            return;
        }

        if (socket.PageTitle is { } title)
            conn.Assign("page_title", title);
        var statics = new StaticToken(id, socket.Flash.Count == 0 ? null : new Dictionary<string, string>(socket.Flash, StringComparer.Ordinal));
        var html = LiveMarkup.Container(
            made.Container, id, LiveTokens.Sign(host, new SessionToken(id, route.Definition.Name, route.Session.Name, null, id, values)), LiveTokens.Sign(host, statics),
            isMain: true, null, isSticky: false, made.Html);
        if ((route.Session.RootLayout ?? conn.RootLayout) is { } root)
            html = root(conn, html);
        await HtmlPage.Write(conn, html, null, withLayouts: false).ConfigureAwait(false);
    }

    /// <summary>What the live session adds to the browser's session: of a key that comes twice the later counts.</summary>
    private static Dictionary<string, string>? ValuesOf(LiveSessionSettings session, HttpContext conn)
    {
        if (session.Values.Count == 0 && session.ValuesOfRequests.Count == 0)
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in session.Values.Concat(session.ValuesOfRequests.SelectMany(of => of(conn))))
            values[key] = value;
        return values;
    }

    /// <summary>Makes a view's first HTML in a process of its own.</summary>
    internal static async Task<DeadResult> Run(LiveHost host, LiveSocket socket)
    {
        var child = socket.Definition.Child(socket);
        var done = socket.Dead!.Done.Task; // made for a request
        var result = await host.Node.Run(async _ =>
        {
            // A view that is quick has made its page, and ended, before the link to it is off.
            Process.TrapExit = true;
            var started = await child.Start.StartLink(child.Name);
            if (started is not Started { Pid: var view })
                return started;

            // Not by its answer alone: a view that was killed gives none.
            var monitor = Process.Monitor(view);
            Process.Unlink(view);
            await Process.Receive<Down>(monitor);
            return started;
        }).WaitAsync(socket.Dead.Page.Conn.RequestAborted).ConfigureAwait(false);
        if (result is StartFailed failed)
            throw failed.Reason.Exception ?? new InvalidOperationException($"{socket.Definition.Name} did not start: {failed.Reason}");
        return done.IsCompleted ? await done.ConfigureAwait(false) : throw new InvalidOperationException($"The process of {socket.Definition.Name} was ended before it had made its page.");
    }

    /// <summary>Makes a view that stands inside a page.</summary>
    internal static async Task Make(DeadPage page, NestedViewNode node)
    {
        var host = page.Host;
        var conn = page.Conn;
        var socket = new LiveSocket(host, node.Definition, node.Id)
        {
            User = conn.User,
            ParentId = node.ParentId,
            Around = node.Around,
            RootId = node.RootId,
            IsSticky = node.IsSticky,
            Session = LiveJoin.With(conn.GetSession(), node.Values),
            Dead = new DeadRender(page),
        };
        var made = await Run(host, socket).ConfigureAwait(false);
        if (socket.Navigation is not null)
            throw new InvalidOperationException($"{node.Definition.Name} stands inside a page and cannot redirect while the page is made. Redirect in the view around it, or when connected.");

        // The view around it gives the token when it has connected; one that stands alone has nobody for that.
        var session = node.ParentId is null ? LiveTokens.Sign(host, node.Token()) : "";
        node.Made(LiveMarkup.Container(node.Container, node.Id, session, LiveTokens.Sign(host, new StaticToken(node.Id, null)), isMain: false, node.ParentId, node.IsSticky, made.Html));
    }

    private static void ThrowReloadStatus(HttpContext conn)
    {
        if (conn.Request.Cookies[ReloadCookie] is not { } cookie)
            return;
        conn.DeleteCookie(ReloadCookie, CookieSettings.Default with { HttpOnly = false });
        if (LiveTokens.ReadReload(conn.Keys, cookie) is { } status)
            throw new ReloadException(status);
    }
}
