using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Zhar.Web;

/// <summary>Puts a socket at a path of an ASP.NET Core application.</summary>
public static class SocketEndpoints
{
    extension(IEndpointRouteBuilder app)
    {
        /// <summary>Answers <c>path/websocket</c> and <c>path/longpoll</c> with the socket. Its processes are those of <see cref="SocketSupervisor.Child{TSocket}"/>, in the tree. Call <c>app.UseWebSockets()</c> before.</summary>
        /// <param name="path">What the client gives to its <c>new Socket("/socket")</c>.</param>
        public IEndpointConventionBuilder MapSocket<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSocket>(string path)
            where TSocket : Socket
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            var kind = new SocketKind.Of<TSocket>();
            var group = app.MapGroup(path);
            group.Map("websocket", http => SocketRequests.WebSocket(http, kind));
            group.Map("longpoll", http => SocketRequests.LongPoll(http, kind));
            return group;
        }
    }
}
