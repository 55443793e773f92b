using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>The browser's side: the official client, served from this library, and the tags that load it.</summary>
public static class LiveClient
{
    private const string Prefix = "Zhar.Live.Client.";
    private static readonly FrozenDictionary<string, ClientFile> ByName = Load();
    private static readonly FrozenDictionary<string, ClientFile> ByPath = ByName.Values.ToFrozenDictionary(static f => "/" + f.HashedName, StringComparer.Ordinal);

    extension(Conn conn)
    {
        /// <summary>
        /// What a root layout has in its head so that live views connect: the token against forged connections, the official client, and a script that starts it as <c>liveSocket</c>.
        /// It has the hooks that stand beside their views too: an ES module <c>ChatLive.hooks.js</c> exports <c>default</c> for <c>phx-hook="ChatLive"</c>, and <c>Scroll</c> for
        /// <c>phx-hook="ChatLive.Scroll"</c>.
        /// </summary>
        /// <param name="hooks">
        /// The path of an ES module whose default export has the hooks of the page. What it exports as <c>options</c> goes to the LiveSocket too: <c>uploaders</c>, <c>dom</c>,
        /// <c>metadata</c> and the like.
        /// </param>
        /// <param name="longPollFallback">After how long without a WebSocket the page polls. Default 2.5 s.</param>
        /// <exception cref="InvalidOperationException">The endpoint has no live socket.</exception>
        public Html LiveScripts(string? hooks = null, TimeSpan? longPollFallback = null)
        {
            var host = LiveHost.Of(conn);
            var nonce = conn.CspNonce;
            var root = LivePages.RootOf(conn);
            var fallback = (int)(longPollFallback ?? TimeSpan.FromSeconds(2.5)).TotalMilliseconds;
            return $"""
                <meta name="csrf-token" content="{conn.CsrfToken}">
                <script defer nonce="{nonce}" src="{root}/{ByName["phoenix.js"].HashedName}"></script>
                <script defer nonce="{nonce}" src="{root}/{ByName["phoenix_live_view.js"].HashedName}"></script>
                <script type="module" nonce="{nonce}">{Html.TrustedScript(Boot(root, conn.CoreScript(), host.Hooks.Entry, hooks, fallback))}</script>
                """;
        }

        /// <summary>The title of the page, which live views change: <c>LiveTitle("Shop", suffix: " · Shop")</c>. Source: Phoenix.Component.live_title/1.</summary>
        /// <param name="default">The title of pages that set none.</param>
        /// <param name="prefix">Before each title.</param>
        /// <param name="suffix">After each title.</param>
        public Html LiveTitle(string @default, string? prefix = null, string? suffix = null)
        {
            var title = conn.Assigns["page_title"] as string;
            return $"<title data-default=\"{@default}\" data-prefix=\"{prefix}\" data-suffix=\"{suffix}\">{prefix}{(string.IsNullOrEmpty(title) ? @default : title)}{suffix}</title>";
        }

        /// <summary>
        /// A live view in the page of a controller or in a root layout, beside the routed view. It lives on when the page navigates to another view, as the layout does. Source: live_render/3.
        /// </summary>
        /// <param name="id">Its id in the page.</param>
        /// <param name="session">Values for its <c>Mount</c>; they travel through the browser, signed.</param>
        /// <param name="container">The element around it.</param>
        public Html LiveRender<TView>(string id, IReadOnlyList<(string Key, string Value)>? session = null, LiveContainer? container = null)
            where TView : ILiveView => new(new NestedViewNode(DeadPage.Of(conn), TView.Definition, id, session ?? [], container ?? LiveContainer.Default));
    }

    /// <summary>A file of the client by what follows the path of the socket.</summary>
    internal static ClientFile? Find(string path) => ByPath.GetValueOrDefault(path);

    internal static Task SendModule(HttpContext conn, byte[] module)
    {
        KeepForEver(conn);
        return ResponseBody.Write(conn, module, "text/javascript; charset=utf-8", StatusCodes.Status200OK);
    }

    internal static Task Send(HttpContext conn, ClientFile file)
    {
        KeepForEver(conn);
        conn.Response.Headers.ETag = file.ETag;
        if (conn.Request.Headers.IfNoneMatch == file.ETag)
        {
            conn.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return ResponseBody.Write(conn, file.Bytes, "text/javascript; charset=utf-8", StatusCodes.Status200OK);
    }

    private static void KeepForEver(HttpContext conn)
    {
        conn.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        conn.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static string Boot(string root, string core, string? beside, string? hooks, int fallback)
    {
        var import = hooks is null ? "const page = {};" : $"import * as page from {Quote(hooks)};";
        import += $"\nimport {Quote(core)};";
        import += beside is null ? "\nconst beside = {};" : $"\nimport beside from {Quote(root + beside)};";
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {{import}}
            const token = document.querySelector("meta[name='csrf-token']").content;
            const kept = {};
            window.addEventListener("phx:zhar:keep", e => { kept[e.detail.id] = e.detail.value; });
            window.addEventListener("phx:zhar:js", e => { const el = document.getElementById(e.detail.id); if (el) window.liveSocket.execJS(el, e.detail.js); });
            const given = page.options?.params;
            const params = el => ({ ...(typeof given === "function" ? given(el) : given), _csrf_token: token, ...(el && kept[el.id] ? { _kept: kept[el.id] } : {}) });
            window.liveSocket = new LiveView.LiveSocket({{Quote(root)}}, Phoenix.Socket, { longPollFallbackMs: {{fallback}}, ...page.options, params, hooks: { ...beside, ...page.default } });
            window.liveSocket.connect();
            """);
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static FrozenDictionary<string, ClientFile> Load()
    {
        var assembly = typeof(LiveClient).Assembly;
        var files = new Dictionary<string, ClientFile>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)["phoenix.js", "phoenix_live_view.js"])
        {
            using var stream = assembly.GetManifestResourceStream(Prefix + name)
                ?? throw new InvalidOperationException($"Zhar.Live was built without its browser client: {name} is missing. Build it again with npm on the PATH.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files[name] = new ClientFile(name, bytes);
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>One file of the client.</summary>
internal sealed class ClientFile(string name, byte[] bytes)
{
    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    internal byte[] Bytes => bytes;

    internal string HashedName => $"{Path.GetFileNameWithoutExtension(name)}-{_hash}.js";

    internal string ETag => $"\"{_hash}\"";
}
