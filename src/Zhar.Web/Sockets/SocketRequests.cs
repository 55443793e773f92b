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
        if (!TryVersion(p, host, out var serializer))
        {
            await Refuse(http, StatusCodes.Status403Forbidden, "").ConfigureAwait(false);
            return null;
        }

        if (host.IsFull)
        {
            host.Log.TooManyConnections(host.Name, host.Options.MaxConnections);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return null;
        }

        var info = ConnectInfo.From(http, "websocket", ConnectInfo.TokenOf(protocols), await Session(http, host, p).ConfigureAwait(false));
        var answer = await host.Connect(p, info).ConfigureAwait(false);
        if (answer is not Accepted accepted)
        {
            http.Response.StatusCode = answer is Refused refused ? refused.Status : StatusCodes.Status403Forbidden;
            return null;
        }

        var webSocket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = protocols.FirstOrDefault(p => p == Protocol || host.Options.Subprotocols.Contains(p)),
            DangerousEnableCompression = host.Options.Compress,
            KeepAliveInterval = TimeSpan.Zero, // the client sends heartbeats, and a timer per connection costs memory
        }).ConfigureAwait(false);
        try
        {
            return await host.Open(accepted, h => new WebSocketTransport(webSocket, h), serializer).ConfigureAwait(false);
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

    /// <summary>The parameters, when the origin is right; else the answer is made.</summary>
    internal static async ValueTask<Params?> Check(HttpContext http, SocketHost host)
    {
        if (!OriginAllowed(http, host))
        {
            await Refuse(http, StatusCodes.Status403Forbidden, "").ConfigureAwait(false);
            return null;
        }

        var p = ReadParams(http);
        if (p is null)
            await Refuse(http, StatusCodes.Status400BadRequest, "The query is malformed or too long.").ConfigureAwait(false);
        return p;
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

    /// <summary>The format for the version that the client asks for: <c>null</c> is that of 2.0.x. A client that names none speaks 1.0.0, as in Phoenix.</summary>
    internal static bool TryVersion(Params p, SocketHost host, out SocketSerializer? serializer)
    {
        serializer = null;
        var version = p.Contains("vsn") ? p.Raw("vsn") as string ?? "" : "1.0.0";
        if (IsOf(version, "2.0"))
            return true;
        serializer = host.Options.Serializers.FirstOrDefault(s => IsOf(version, s.Version));
        if (serializer is null)
            host.Log.VersionRefused(host.Name, ConnectedSocket.Shorten(version));
        return serializer is not null;
    }

    /// <summary>Whether a version is one of a minor version, as 2.0.1 is of 2.0.</summary>
    private static bool IsOf(string version, string minor) =>
        version.Length > minor.Length + 1 && version.Length <= minor.Length + 7 && version.StartsWith(minor, StringComparison.Ordinal) && version[minor.Length] == '.'
        && !version.AsSpan(minor.Length + 1).ContainsAnyExceptInRange('0', '9');

    /// <summary>The session of the page that connects, when the page shows by its token that it is one of ours: cookies come with a connection from any page.</summary>
    internal static async ValueTask<Session?> Session(HttpContext http, SocketHost host, Params p)
    {
        var state = ConnState.Of(http);
        var token = p.Raw(CsrfProtection.ParamName) as string;
        if ((token is null && host.Options.CheckCsrf) || (state.SessionSettings ??= state.Endpoint?.SessionSettings) is null)
            return null;
        await new FetchSession().Call(http).ConfigureAwait(false);
        return !host.Options.CheckCsrf || CsrfProtection.IsValid(state.Session!, token) ? state.Session : null; // fetched
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
