using System.Collections.Concurrent;
using Zhar.Nodes;
using Zhar.Runtime;

namespace Zhar;

/// <summary>The node's connections to other nodes: what processes do across them, and who hears when they come and go.</summary>
/// <remarks>
/// An address that is not connected is out of reach: messages to it are dropped, calls fail with <c>nodedown</c>, links and monitors hear
/// <c>noconnection</c>. An address of an earlier incarnation of a connected node is dead: <c>noproc</c>.
/// </remarks>
internal sealed class NodeLinks(Node node) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Peer> _peers = new(StringComparer.Ordinal);
    private readonly Lock _changes = new();                       // connections come and go one at a time, and are told in that order
    private readonly Dictionary<ProcessCore, Subscription> _subscribers = []; // guarded by _changes
    private readonly List<INodeTransport> _transports = [];       // guarded by _changes

    internal IReadOnlyList<string> Connected => [.. _peers.Keys];

    /// <summary>What there is between the two nodes now; null when they are not connected.</summary>
    internal PeerTables? Peek(string name) => _peers.GetValueOrDefault(name)?.Copy();

    internal static ExitReason NodeDownReason(string name) => ExitReason.Of("nodedown", name);

    // ---- connections -------------------------------------------------------------------------------------------------

    /// <summary>Adds a way to reach other nodes.</summary>
    internal async ValueTask Attach(INodeTransport transport, CancellationToken cancellationToken = default)
    {
        lock (_changes)
            _transports.Add(transport);
        await transport.Start(new TransportSink(this, transport), cancellationToken).ConfigureAwait(false);
    }

    internal async Task<bool> Connect(string name)
    {
        INodeTransport[] transports;
        lock (_changes)
            transports = [.. _transports];
        foreach (var transport in transports)
        {
            if (await transport.Connect(name).ConfigureAwait(false))
                return true;
        }

        return false;
    }

    internal async Task<bool> Disconnect(string name)
    {
        if (!_peers.TryGetValue(name, out var peer))
            return false;
        await peer.Transport.Disconnect(peer.LinkId).ConfigureAwait(false);
        return true;
    }

    /// <summary>From here on <paramref name="process"/> hears of every change to what is returned.</summary>
    internal IReadOnlyList<string> Subscribe(ProcessCore process)
    {
        lock (_changes)
        {
            if (!_subscribers.ContainsKey(process))
            {
                var subscription = new Subscription(this);
                _subscribers.Add(process, subscription);
                process.AddOwned(subscription);
            }

            return [.. _peers.Keys];
        }
    }

    internal void Unsubscribe(ProcessCore process)
    {
        lock (_changes)
        {
            if (_subscribers.Remove(process, out var subscription))
                process.RemoveOwned(subscription);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in Connected)
            await Disconnect(name).ConfigureAwait(false);
        INodeTransport[] transports;
        lock (_changes)
            transports = [.. _transports];
        foreach (var transport in transports)
            await transport.DisposeAsync().ConfigureAwait(false);
    }

    // ---- what processes do -------------------------------------------------------------------------------------------

    /// <summary>The target as this node's processes use it: a core when it is a process of this node, and an address when it is not.</summary>
    internal PidTarget AddressOf(PidTarget target)
    {
        if (!ReferenceEquals(target.NodeId, node.Id))
            return target is ProcessCore or AliasRef.Address ? new RemotePid(target.NodeId, target.Id, target is AliasRef.Address) : target;
        if (target is not RemotePid)
            return target;
        return node.Processes.Find(target.Id) ?? (PidTarget?)node.Aliases.Find(target.Id) ?? target;
    }

    /// <summary>The address of a name on another node.</summary>
    internal static PidTarget NameTarget(string nodeName, string name) => new RemoteName(nodeName, name);

    internal void Send(PidTarget target, Signal entry)
    {
        if (FindPeer(target) is { } peer)
            peer.Send(target, entry);
        else if (AddressOf(target) is ProcessCore core)
            core.Push(entry);
        else if (AddressOf(target) is AliasRef.Address alias)
            alias.Push(entry);
    }

    internal void Call(PidTarget target, CallMessage call)
    {
        if (FindPeer(target)?.Call(target, call) != true)
            call.Fail(IsDead(target) ? ExitReason.NoProc : NodeDownReason(target.NodeId.Name));
    }

    internal void Link(ProcessCore process, PidTarget remote)
    {
        if (FindPeer(remote)?.Link(process, remote) != true)
            process.OnExitSignal(new Pid(remote), WhyUnreachable(remote));
    }

    internal void Unlink(ProcessCore process, PidTarget remote) => FindPeer(remote)?.Unlink(process, remote);

    /// <summary>A local process that had <paramref name="remote"/> among its links has ended.</summary>
    internal void LinkExit(ProcessCore process, PidTarget remote, ExitReason reason) => FindPeer(remote)?.LinkExit(process, remote, reason);

    internal void Exit(ProcessCore sender, PidTarget remote, ExitReason reason) => FindPeer(remote)?.SendExit(sender, remote, reason);

    internal void Monitor(MonitorRef monitor, PidTarget target)
    {
        if (FindPeer(target)?.Monitor(monitor, target) == true)
            return;
        monitor.Watcher.TryAddLink(monitor);
        ProcessCore.FireMonitor(monitor, WhyUnreachable(target));
    }

    internal void Demonitor(MonitorRef monitor, PidTarget target) => FindPeer(target)?.Demonitor(monitor);

    private Peer? FindPeer(PidTarget target) =>
        _peers.TryGetValue(target.NodeId.Name, out var peer) && (ReferenceEquals(peer.Id, target.NodeId) || target is RemoteName) ? peer : null;

    private ExitReason WhyUnreachable(PidTarget target) => IsDead(target) ? ExitReason.NoProc : ExitReason.NoConnection;

    /// <summary>Whether it is of an incarnation that is over, of a connected node or of this one.</summary>
    private bool IsDead(PidTarget target)
    {
        var id = target.NodeId;
        return target is not RemoteName &&
               (id.Name == node.Name || (_peers.TryGetValue(id.Name, out var peer) && id.Creation < peer.Id.Creation));
    }

    private NodeId Id => node.Id;

    // ---- what transports tell ----------------------------------------------------------------------------------------

    private Peer NewPeer(INodeTransport transport, LinkId link, NodeInfo peer) => new(node, transport, link, peer);

    private void Up(Peer peer)
    {
        lock (_changes)
        {
            _peers[peer.Id.Name] = peer;
            Tell(() => new NodeUp(peer.Id.Name, peer.Id.Creation));
        }
    }

    private void Down(Peer peer, LinkDownReason reason)
    {
        var why = ExitReason.Of(reason == LinkDownReason.Disconnected ? "disconnect" : "connection_closed");
        lock (_changes)
        {
            // The peer stays in the table until everybody has heard: an unlink has to meet the exit that is being delivered.
            peer.Down();
            _peers.TryRemove(new(peer.Id.Name, peer));
            Tell(() => new NodeDown(peer.Id.Name, peer.Id.Creation, why));
        }
    }

    private void Tell(Func<object> message)
    {
        List<ProcessCore>? dead = null;
        foreach (var subscriber in _subscribers.Keys)
        {
            if (!subscriber.Push(new MessageSignal(message())))
                (dead ??= []).Add(subscriber);
        }

        dead?.ForEach(process => _subscribers.Remove(process));
    }

    /// <summary>One transport's door to the node.</summary>
    private sealed class TransportSink(NodeLinks links, INodeTransport transport) : INodeSink
    {
        private readonly ConcurrentDictionary<LinkId, Peer> _byLink = new();

        public NodeInfo Self { get; } = new(links.Id);

        public void LinkUp(LinkId link, NodeInfo peer)
        {
            var added = links.NewPeer(transport, link, peer);
            _byLink[link] = added;
            links.Up(added);
        }

        public void Signals(LinkId link, ReadOnlySpan<NodeSignal> batch)
        {
            var peer = _byLink[link];
            foreach (var signal in batch)
                peer.Receive(signal);
        }

        public void LinkDown(LinkId link, LinkDownReason reason)
        {
            if (_byLink.TryRemove(link, out var peer))
                links.Down(peer, reason);
        }
    }

    private sealed class Subscription(NodeLinks links) : IOwned
    {
        public void Release(ProcessCore owner, ExitReason reason) => links.Unsubscribe(owner);
    }
}
