using System.Collections.Concurrent;
using Zhar.Nodes;

namespace Zhar.Testing;

/// <summary>One node's door to a <see cref="MemoryNetwork"/>. Payloads travel by reference.</summary>
internal sealed class MemoryTransport(MemoryNetwork network) : INodeTransport
{
    private readonly ConcurrentDictionary<LinkId, (MemoryLink Link, MemoryWire ToPeer)> _links = new();
    private INodeSink? _sink;

    public string Scheme => "mem";

    internal INodeSink Sink => _sink ?? throw new InvalidOperationException("The transport has not been started: attach it to a node first.");

    internal string Name => Sink.Self.Id.Name;

    public ValueTask<NodeInfo> Start(INodeSink sink, CancellationToken cancellationToken)
    {
        _sink = sink;
        network.Register(this);
        return new(sink.Self);
    }

    public ValueTask<bool> Connect(string node) => network.Connect(this, node);

    public bool Enqueue(LinkId link, NodeSignal signal) => _links.TryGetValue(link, out var known) && known.ToPeer.Enqueue(signal);

    public async ValueTask Disconnect(LinkId link)
    {
        if (_links.TryGetValue(link, out var known))
            await known.Link.Disconnect(this).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sink is not null)
            await network.Remove(this).ConfigureAwait(false);
    }

    internal void Add(MemoryLink link, MemoryWire toPeer) => _links[link.Id] = (link, toPeer);

    internal void Remove(LinkId link) => _links.TryRemove(link, out _);
}
