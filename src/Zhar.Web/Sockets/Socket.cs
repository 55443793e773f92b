using System.Collections.Immutable;

namespace Zhar.Web;

/// <summary>The definition of a socket: who may connect, and which channel answers which topic.</summary>
/// <remarks>
/// <code>
/// public sealed class UserSocket : Socket
/// {
///     protected override void Channels()
///     {
///         Channel&lt;RoomChannel&gt;("room:*");
///         Channel&lt;LobbyChannel&gt;("lobby");
///     }
///
///     protected override ValueTask&lt;ConnectResult&gt; Connect(Params p, ConnectInfo info) => new(
///         Token.Verify(info.Keys!, "user socket", p.Get("token"), TimeSpan.FromDays(14)) is ValidToken&lt;string&gt; valid
///             ? Accept($"users_socket:{valid.Data}").Assign("user_id", valid.Data)
///             : Refuse("no valid token"));
/// }
/// </code>
/// One object serves all connections: its constructor's parameters are singletons, and it keeps no state. Source: Phoenix.Socket.
/// </remarks>
public abstract class Socket
{
    private readonly ChannelRoutes _routes = new();
    private bool _defined;

    /// <summary>Says which channel answers which topic, by calls of <see cref="Channel{TChannel}"/>.</summary>
    protected abstract void Channels();

    /// <summary>Decides who may connect. Runs in a process of its own for each connection. An exception refuses the client and is logged.</summary>
    /// <param name="p">The parameters that the client's code gave to its <c>Socket</c>.</param>
    /// <param name="info">The request.</param>
    protected abstract ValueTask<ConnectResult> Connect(Params p, ConnectInfo info);

    /// <summary>Gives the topics that match <paramref name="topic"/> to a channel. Of several matches the first counts.</summary>
    /// <param name="topic">A topic, or a beginning with <c>*</c> behind it: <c>"room:*"</c>.</param>
    /// <exception cref="ArgumentException">The topic is empty, has its <c>*</c> elsewhere, or was given before.</exception>
    protected void Channel<TChannel>(string topic)
        where TChannel : IChannel => _routes.Add(topic, TChannel.Definition);

    /// <summary>Accepts the client.</summary>
    /// <param name="id">Names the connections of one user, such as <c>"users_socket:7"</c>: a broadcast of <c>disconnect</c> to it ends them.</param>
    protected static Accepted Accept(string? id = null) => new(id, ImmutableDictionary<string, object?>.Empty);

    /// <summary>Refuses the client.</summary>
    /// <param name="reason">For the log.</param>
    /// <param name="status">The status of the answer, such as 429 for one that asks too often.</param>
    protected static Refused Refuse(string reason = "refused", int status = 403) => new(reason) { Status = status };

    internal ChannelRoutes Routes
    {
        get
        {
            if (!_defined)
            {
                _defined = true;
                Channels();
            }

            return _routes;
        }
    }

    internal ValueTask<ConnectResult> CallConnect(Params p, ConnectInfo info) => Connect(p, info);
}
