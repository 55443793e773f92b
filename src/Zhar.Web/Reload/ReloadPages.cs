using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Zhar.Reload;

namespace Zhar.Web;

/// <summary>What a browser has of live reload: a script in each page of development, and a socket that tells it what happens to the application. Source: phoenix_live_reload.</summary>
internal sealed class ReloadPages
{
    private const string Prefix = "/__zhar__/reload", ScriptPath = Prefix + ".js", SocketPath = Prefix + "/socket", Resource = "Zhar.Web.Reload.reload.js";

    private static readonly byte[] Client = Read();

    private readonly ReloadState _state;
    private readonly RequestDelegate _socket;

    internal ReloadPages(ReloadState state, IServiceProvider services)
    {
        _state = state;
        var app = new ApplicationBuilder(services);
        app.UseWebSockets();
        app.Run(Tell);
        _socket = app.Build();
    }

    internal bool Takes(HttpContext conn) => conn.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal) || conn.Request.Path == ScriptPath;

    internal Task Answer(HttpContext conn)
    {
        if (conn.Request.Path == SocketPath)
            return _socket(conn);
        if (conn.Request.Path != ScriptPath)
        {
            conn.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        conn.Response.ContentType = "text/javascript; charset=utf-8";
        conn.Response.Headers.CacheControl = "no-cache";
        conn.Response.Headers.XContentTypeOptions = "nosniff";
        conn.Response.ContentLength = Client.Length;
        return conn.Response.Body.WriteAsync(Client, conn.RequestAborted).AsTask();
    }

    /// <summary>The element that loads the script. It knows which version of the application has made its page.</summary>
    internal static string Script(int generation, string? nonce) =>
        string.Create(CultureInfo.InvariantCulture, $"<script defer src=\"{ScriptPath}\" data-generation=\"{generation}\"{(nonce is null ? "" : $" nonce=\"{nonce}\"")}></script>\n");

    /// <summary>Handles a request, and puts the script at the end of a page.</summary>
    internal async Task Handle(HttpContext conn, RequestDelegate handler)
    {
        if (!IsNavigation(conn.Request))
        {
            await handler(conn).ConfigureAwait(false);
            return;
        }

        conn.Request.Headers.Remove("Accept-Encoding"); // behind compressed bytes nothing can be added
        var page = new Page(conn);
        conn.Response.OnStarting(static p => ((Page)p).OnStarting(), page);
        await handler(conn).ConfigureAwait(false);
        if (!conn.Response.HasStarted)
            page.Look();
        if (!page.TakesScript || conn.RequestAborted.IsCancellationRequested)
            return;
        try
        {
            await conn.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(Script(_state.Status.Generation, page.Nonce))).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // The application has completed the body: this page goes without.
        }
    }

    /// <summary>A page of its own: no piece of one that a script fetches, and none in a frame, which is loaded anew with the page around it and may be shut in a sandbox.</summary>
    private static bool IsNavigation(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsPost(request.Method))
            return false;
        return request.Headers["Sec-Fetch-Dest"] is { Count: > 0 } destination
            ? destination.ToString() is "document"
            : request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Sends the status whenever it changes, until the browser goes or the version that serves it does.</summary>
    private async Task Tell(HttpContext conn)
    {
        // What it says has lines of the source in it: for pages of this very site alone.
        if (!conn.WebSockets.IsWebSocketRequest || !OriginCheck.Conn.Allows(conn, null))
        {
            conn.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using var socket = await conn.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(conn.RequestAborted);
        var reading = UntilClosed(socket, gone);
        try
        {
            while (!gone.IsCancellationRequested)
            {
                var (status, changed) = _state.Look();
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(status, ReloadJson.Default.ReloadStatus), WebSocketMessageType.Text, endOfMessage: true, gone.Token).ConfigureAwait(false);
                if (status.IsLeaving)
                    break;
                await changed.WaitAsync(gone.Token).ConfigureAwait(false);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)1012, "restart", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The browser has gone.
        }

        await gone.CancelAsync().ConfigureAwait(false);
        await reading.ConfigureAwait(false);
    }

    private static async Task UntilClosed(WebSocket socket, CancellationTokenSource gone)
    {
        var buffer = new byte[64];
        try
        {
            while ((await socket.ReceiveAsync(buffer, gone.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
                // The browser has nothing to say.
            }

            await gone.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            await gone.CancelAsync().ConfigureAwait(false);
        }
    }

    private static byte[] Read()
    {
        using var stream = typeof(ReloadPages).Assembly.GetManifestResourceStream(Resource)!; // embedded by the project
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>One response, before its headers go.</summary>
    private sealed class Page(HttpContext conn)
    {
        private bool _hasLooked;

        internal bool TakesScript { get; private set; }

        internal string? Nonce { get; private set; }

        internal Task OnStarting()
        {
            Look();
            return Task.CompletedTask;
        }

        internal void Look()
        {
            if (_hasLooked)
                return;
            _hasLooked = true;
            var response = conn.Response;
            if (response.StatusCode is < 200 or 204 or 205 or 304 || response.Headers.ContentEncoding.Count > 0 || response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true)
                return;
            TakesScript = true;
            response.ContentLength = null;
            response.Headers.Remove("ETag");
            Allow(response.Headers);
        }

        /// <summary>Sees to it that the page's policy lets the script run and connect: with its nonce, as a script of the site, or, where the page allows no scripts at all, by a word more.</summary>
        private void Allow(IHeaderDictionary headers)
        {
            if (headers.ContentSecurityPolicy.ToString() is not { Length: > 0 } policy)
                return;
            var at = policy.IndexOf("'nonce-", StringComparison.Ordinal);
            if (at >= 0 && policy.IndexOf('\'', at + 7) is > 0 and var end)
                Nonce = policy[(at + 7)..end];
            headers.ContentSecurityPolicy = ReloadPolicy.Allow(policy);
        }
    }
}
