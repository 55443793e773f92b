using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>The HTTP side of sockets: checks, then the upgrade or the long-poll answer. Source: Phoenix.Transports.WebSocket.</summary>
internal static class SocketRequests
{
    internal const string Protocol = "phoenix";

    /// <summary>Answers <c>…/websocket</c>, and returns when the connection has ended.</summary>
    internal static async Task WebSocket(HttpContext http, SocketKind kind)
    {
        if (Host(http, kind) is not { } host)
            return;
        if (await Accept(http, host).ConfigureAwait(false) is not { } socket)
            return;
        var transport = (WebSocketTransport)socket.Transport;
        try
        {
            await transport.Read(socket).ConfigureAwait(false);
        }
        finally
        {
            new SocketServer.Ref(socket.Pid).Closed();
            transport.Dispose();
        }
    }

    /// <summary>Checks the request and upgrades it. Apart from the reading, so that nothing of this stays in memory for as long as the connection lasts.</summary>
    private static async Task<ConnectedSocket?> Accept(HttpContext http, SocketHost host)
    {
        if (!host.Options.WebSocket)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        if (!http.WebSockets.IsWebSocketRequest)
        {
            await Refuse(http, StatusCodes.Status400BadRequest, "This address takes WebSocket connections only. Behind ASP.NET Core routing, app.UseWebSockets() has to come before.").ConfigureAwait(false);
            return null;
        }

        var protocols = http.WebSockets.WebSocketRequestedProtocols;
        if (await Check(http, host).ConfigureAwait(false) is not { } p)
            return null;
        var info = ConnectInfo.From(http, "websocket", ConnectInfo.TokenOf(protocols), await Session(http, p).ConfigureAwait(false));
        if (await host.Connect(p, info).ConfigureAwait(false) is not Accepted accepted)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return null;
        }

        var webSocket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = protocols.Contains(Protocol) ? Protocol : null,
            DangerousEnableCompression = host.Options.Compress,
            KeepAliveInterval = TimeSpan.Zero, // the client sends heartbeats, and a timer per connection costs memory
        }).ConfigureAwait(false);
        try
        {
            return await host.Open(accepted, h => new WebSocketTransport(webSocket, h)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            webSocket.Dispose();
            throw;
        }
    }

    /// <summary>Answers <c>…/longpoll</c>.</summary>
    internal static Task LongPoll(HttpContext http, SocketKind kind)
    {
        if (Host(http, kind) is not { } host)
            return Task.CompletedTask;
        if (host.Options.LongPoll)
            return LongPollRequests.Handle(http, host);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>The parameters, when origin and version are right; else the answer is made.</summary>
    internal static async ValueTask<Params?> Check(HttpContext http, SocketHost host)
    {
        if (!OriginAllowed(http, host))
        {
            await Refuse(http, StatusCodes.Status403Forbidden, "").ConfigureAwait(false);
            return null;
        }

        var p = ReadParams(http);
        if (p is null)
        {
            await Refuse(http, StatusCodes.Status400BadRequest, "The query is malformed or too long.").ConfigureAwait(false);
            return null;
        }

        if (VersionAllowed(p, host))
            return p;
        await Refuse(http, StatusCodes.Status403Forbidden, "").ConfigureAwait(false);
        return null;
    }

    internal static bool OriginAllowed(HttpContext http, SocketHost host)
    {
        if (host.Options.CheckOrigin.Allows(http, ConnState.Of(http).Endpoint is { } endpoint ? endpoint.Options.PublicHost : host.PublicHost))
            return true;
        host.Log.OriginRefused(ConnectedSocket.Shorten(http.Request.Headers.Origin.ToString()), host.Name);
        return false;
    }

    internal static Params? ReadParams(HttpContext http)
    {
        try
        {
            return Params.FromQuery(http.Request.QueryString.Value ?? "", new ParamsLimits { MaxLength = 64 * 1024, MaxCount = 1000 });
        }
        catch (ParamsException)
        {
            return null;
        }
    }

    /// <summary>Version 2 of the protocol, any minor one that is compatible with 2.0.</summary>
    internal static bool VersionAllowed(Params p, SocketHost host)
    {
        var version = p.Raw("vsn") as string ?? "";
        if (version.StartsWith("2.0.", StringComparison.Ordinal) && version.Length <= 10 && version.AsSpan(4).ContainsAnyExceptInRange('0', '9') is false && version.Length > 4)
            return true;
        host.Log.VersionRefused(host.Name, ConnectedSocket.Shorten(version));
        return false;
    }

    /// <summary>The session of the page that connects, when the page shows by its token that it is one of ours: cookies come with a connection from any page.</summary>
    internal static async ValueTask<Session?> Session(HttpContext http, Params p)
    {
        var state = ConnState.Of(http);
        if (p.Raw(CsrfProtection.ParamName) is not string token || (state.SessionSettings ??= state.Endpoint?.SessionSettings) is null)
            return null;
        await new FetchSession().Call(http).ConfigureAwait(false);
        return CsrfProtection.IsValid(state.Session!, token) ? state.Session : null; // fetched
    }

    /// <summary>The keys of the endpoint, or those of a socket that is mounted without one.</summary>
    internal static KeyRing Keys(HttpContext http, SocketHost host) => ConnState.Of(http).Endpoint?.Keys ?? host.Keys;

    private static SocketHost? Host(HttpContext http, SocketKind kind)
    {
        var node = ConnState.Of(http).Endpoint?.Node ?? http.RequestServices.GetService<Node>();
        if (node is not null && node.NamedServices.TryGetValue(kind.ServiceName, out var found) && found is SocketHost host)
        {
            if (!host.IsDraining)
                return host;
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return null;
        }

        var logger = http.RequestServices.GetService<Microsoft.Extensions.Logging.ILoggerFactory>();
        if (logger is not null)
            new SocketLog(logger.CreateLogger("Zhar.Web.Socket")).NotRunning(http.Request.Path, kind.Name);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return null;
    }

    private static Task Refuse(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        return text.Length == 0 ? Task.CompletedTask : http.Response.WriteAsync(text);
    }
}
