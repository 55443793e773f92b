using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Puts sockets into an endpoint.</summary>
public static class SocketPlugs
{
    extension(PlugBuilder p)
    {
        /// <summary>Answers <c>path/websocket</c> and <c>path/longpoll</c> with a socket, and runs its processes under the endpoint. Such a request passes through no plug, wherever this stands. Source: Phoenix.Endpoint.socket/3.</summary>
        /// <param name="path">What the client gives to its <c>new Socket("/socket")</c>.</param>
        /// <param name="options">Transports and limits.</param>
        /// <exception cref="ArgumentException">The path does not begin with a slash.</exception>
        public PlugBuilder Socket<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSocket>(string path, SocketOptions? options = null)
            where TSocket : Socket
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            if (path[0] != '/')
                throw new ArgumentException($"The path of a socket begins with a slash: \"/{path}\".", nameof(path));
            var kind = new SocketKind.Of<TSocket>();
            options ??= new SocketOptions();
            p.Child(SocketSupervisor.Child<TSocket>(options with { FilterParameters = options.FilterParameters ?? p.Endpoint.Options.FilterParameters }));
            p.Endpoint.AddDrain(SocketDrain.Of(kind, options));
            var app = new ApplicationBuilder(p.Services);
            app.UseWebSockets();
            app.Run(http => SocketRequests.WebSocket(http, kind));
            var webSocket = app.Build();
            var prefix = new PathString(path.TrimEnd('/'));

            // In front of all plugs, as in Phoenix: what they would hold for as long as a socket lives costs memory, and none of them knows a socket's bodies.
            return p.UseFirst(next => http => !http.Request.Path.StartsWithSegments(prefix, StringComparison.Ordinal, out var rest) ? next(http) : rest.Value switch
            {
                "/websocket" => webSocket(http),
                "/longpoll" => SocketRequests.LongPoll(http, kind),
                _ => next(http),
            });
        }
    }
}
