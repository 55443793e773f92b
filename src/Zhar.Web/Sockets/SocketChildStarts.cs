namespace Zhar.Web;

/// <summary>How the supervisor of channels starts one. A supervisor keeps the start of each child, so it is one small object and not a spec.</summary>
internal sealed class ChannelChildStart(ChannelContext? channel) : ChildStart
{
    /// <summary>The template of all channels of a socket: they are not restarted, their clients join again.</summary>
    internal static ChildSpec Template { get; } = new("channel", new ChannelChildStart(null)) { Restart = Restart.Temporary };

    public override string Module => channel?.Definition.Name ?? "Channel";

    public override ValueTask<StartResult> StartLink(ServerName name) => (channel!.Spec ?? channel.Definition.Child(channel)).Start.StartLink(name); // a child has one, the template is never started

    public override ChildStart WithArguments(IReadOnlyList<object?> first, IReadOnlyList<object?> last) => new ChannelChildStart((ChannelContext)last[0]!); // see SocketServer.Join
}

/// <summary>As above for connections.</summary>
internal sealed class SocketChildStart(ConnectedSocket? socket) : ChildStart
{
    /// <summary>The template of all connections of a socket: they are not restarted, their clients connect again.</summary>
    internal static ChildSpec Template { get; } = new("socket", new SocketChildStart(null)) { Restart = Restart.Temporary };

    public override string Module => socket?.Host.Name ?? "Socket";

    public override ValueTask<StartResult> StartLink(ServerName name) => SocketServer.Child(socket!).Start.StartLink(name); // as above

    public override ChildStart WithArguments(IReadOnlyList<object?> first, IReadOnlyList<object?> last) => new SocketChildStart((ConnectedSocket)last[0]!); // see SocketHost.Open
}
