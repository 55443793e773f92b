using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>Answers what lies under the path of the live socket, and tells all other requests which socket it is.</summary>
internal sealed class LiveSocketPlug
{
    private readonly LiveHost _host;
    private readonly RequestDelegate _next;
    private readonly PathString _path;
    private readonly RequestDelegate _webSocket;
    private readonly SocketKind _kind;

    internal LiveSocketPlug(LiveHost host, SocketKind kind, RequestDelegate next, IServiceProvider services)
    {
        _host = host;
        _kind = kind;
        _next = next;
        _path = host.Path;
        var app = new ApplicationBuilder(services);
        app.UseWebSockets();
        app.Run(conn => SocketRequests.WebSocket(conn, kind));
        _webSocket = app.Build();
    }

    internal Task Invoke(HttpContext conn)
    {
        _host.Bind(conn);
        if (!conn.Request.Path.StartsWithSegments(_path, out var rest))
            return _next(conn);
        return rest.Value switch
        {
            "/websocket" => _webSocket(conn),
            "/longpoll" => SocketRequests.LongPoll(conn, _kind),
            { Length: > 1 } file when CoreStyles.Send(conn, file) is { } sent => sent,
            { Length: > 1 } file when LiveClient.Find(file) is { } found => LiveClient.Send(conn, found),
            { Length: > 1 } file when _host.Hooks.Find(file) is { } module => LiveClient.SendModule(conn, module),
            _ => _next(conn),
        };
    }
}
