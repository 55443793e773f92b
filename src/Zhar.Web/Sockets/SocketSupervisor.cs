using System.Diagnostics.CodeAnalysis;
using Zhar.Runtime;

namespace Zhar.Web;

/// <summary>The part of the tree that a socket needs: a supervisor of its connections and one of its channels.</summary>
/// <remarks>An endpoint adds it by itself for each <c>Socket&lt;TSocket&gt;(path)</c>. In an ASP.NET Core application without an endpoint, put it into the tree and map the socket with <c>app.MapSocket&lt;TSocket&gt;(path)</c>.</remarks>
public static class SocketSupervisor
{
    /// <summary>The child spec of a socket, to stand behind the PubSub.</summary>
    public static ChildSpec Child<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSocket>(SocketOptions? options = null)
        where TSocket : Socket => Child(new SocketKind.Of<TSocket>(), options ?? new SocketOptions());

    // Stopped in reverse: first nobody can connect any more, then the connections end and say so to their clients, then what is left of the channels.
    internal static ChildSpec Child(SocketKind kind, SocketOptions options) => Supervisor.Child(
        Supervisor.RestForOne(
            Supervisor.Child(Supervisor.SimpleOneForOne(ChannelChildStart.Template), "channels") with { Name = kind.ChannelsName },
            Supervisor.Child(Supervisor.SimpleOneForOne(SocketChildStart.Template), "sockets") with { Name = kind.SocketsName },
            new ChildSpec(kind.ServiceName, new ServerChildStart(new Start(kind, options)))),
        $"{nameof(SocketSupervisor)} {kind.Name}");

    private sealed class Start(SocketKind kind, SocketOptions options) : ServiceStart
    {
        public override Type ServerType => typeof(SocketHost);

        internal override NodeService Make(ProcessCore owner) => new SocketHost(kind, options, owner);
    }
}
