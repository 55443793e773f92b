using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Zhar.Live;

/// <summary>Live views in pages that ASP.NET Core makes, where no tag helper reaches: in view components, in Blazor components that are rendered on the server, in answers of minimal APIs.</summary>
public static class LiveRazorExtensions
{
    extension(HttpContext conn)
    {
        /// <summary>The markup of a live view, as <c>&lt;live-view&gt;</c> writes it: <c>@(await HttpContext.LiveContent&lt;SeatsLive&gt;("seats"))</c>. Source: live_render/3.</summary>
        /// <param name="id">Its id in the page.</param>
        /// <param name="session">Values for its <c>Mount</c>; they travel through the browser, signed.</param>
        /// <param name="container">The element around it. Default: a <c>div</c>.</param>
        /// <exception cref="InvalidOperationException">No endpoint with a live socket is mounted; or the response has started, and the page has no cookie of the endpoint yet.</exception>
        public Task<IHtmlContent> LiveContent<TView>(string id, IReadOnlyList<(string Key, object? Value)>? session = null, LiveContainer? container = null)
            where TView : ILiveView => LivePages.Render(conn, TView.Definition, id, session, container);

        /// <summary>The markup of <c>&lt;live-scripts&gt;</c>.</summary>
        /// <param name="hooks">The path of an ES module with the hooks and options of the page, as in <c>conn.LiveScripts</c>.</param>
        /// <param name="longPollFallback">After how long without a WebSocket the page polls. Default 2.5 s.</param>
        /// <param name="nonce">The nonce of the application's own Content-Security-Policy, when it has one.</param>
        /// <exception cref="InvalidOperationException">As above.</exception>
        public Task<IHtmlContent> LiveScriptsContent(string? hooks = null, TimeSpan? longPollFallback = null, string? nonce = null) =>
            LivePages.Scripts(conn, hooks, longPollFallback, nonce);
    }
}
