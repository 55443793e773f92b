using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The flash of a request. Source: Phoenix.Controller.put_flash/3.</summary>
public static class FlashExtensions
{
    /// <summary>The cookie in which a live page hands its flash to the page that it goes to.</summary>
    internal const string LiveCookie = "__phoenix_flash__";

    /// <summary>The purpose of that cookie's token.</summary>
    internal const string LiveSalt = "live flash";

    extension(HttpContext conn)
    {
        /// <summary>The messages for this page: those that the last one left, and those that this request has put.</summary>
        /// <exception cref="InvalidOperationException">No <c>FetchFlash</c> stands in front.</exception>
        public Flash Flash => Find(conn).Messages;

        /// <summary>Puts a message: for this page, or for the next one when this request redirects.</summary>
        /// <exception cref="InvalidOperationException">No <c>FetchFlash</c> stands in front, or the response has started.</exception>
        public HttpContext PutFlash(string kind, string message)
        {
            ArgumentException.ThrowIfNullOrEmpty(kind);
            ArgumentNullException.ThrowIfNull(message);
            var flash = Find(conn);
            ConnState.Of(conn).Hook(conn);
            flash.Messages = flash.Messages.With(kind, message);
            return conn;
        }

        /// <summary>Puts several messages. Source: Phoenix.Controller.merge_flash/2.</summary>
        public HttpContext MergeFlash(IEnumerable<KeyValuePair<string, string>> messages)
        {
            ArgumentNullException.ThrowIfNull(messages);
            foreach (var (kind, message) in messages)
                conn.PutFlash(kind, message);
            return conn;
        }

        /// <summary>Takes all messages away.</summary>
        public HttpContext ClearFlash()
        {
            Find(conn).Messages = new();
            return conn;
        }
    }

    extension(PlugBuilder p)
    {
        /// <summary>Makes the flash available. Behind <c>FetchSession</c>. Source: Phoenix.Controller.fetch_flash/2.</summary>
        public PlugBuilder FetchFlash() => p.Plug(conn => Fetch(conn, live: false));

        /// <summary>As <c>FetchFlash</c>, with the messages that a live page has left. Source: Phoenix.LiveView.Router.fetch_live_flash/2.</summary>
        public PlugBuilder FetchLiveFlash() => p.Plug(conn => Fetch(conn, live: true));
    }

    private static void Fetch(HttpContext conn, bool live)
    {
        var state = ConnState.Of(conn);
        if (state.Flash is not null)
            return;
        var flash = state.Flash = FlashState.Fetch(conn.GetSession());
        if (flash.Messages.Count > 0)
            state.Hook(conn);
        if (!live || conn.Request.Cookies[LiveCookie] is not { } cookie)
            return;

        // The cookie is for one page, whether it is ours or not; scripts of the page wrote it.
        state.Hook(conn);
        conn.DeleteCookie(LiveCookie, CookieSettings.Default with { HttpOnly = false });
        if (Token.Verify(conn.Keys, LiveSalt, cookie, TimeSpan.FromMinutes(1)).DataOrDefault is { } json)
        {
            foreach (var (kind, message) in FlashState.Read(json))
                flash.Messages = flash.Messages.With(kind, message);
        }
    }

    private static FlashState Find(HttpContext conn) => ConnState.Of(conn).Flash ?? throw new InvalidOperationException(
        "The flash was not fetched. Add it to the pipeline behind the session: new Pipeline(p => p.FetchSession().FetchFlash())");
}
