using Zhar.Nodes;

namespace Zhar.Testing;

/// <summary>A connection between two nodes: a wire each way.</summary>
internal sealed class MemoryLink
{
    private readonly MemoryTransport _a;
    private readonly MemoryTransport _b;
    private readonly MemoryWire _toA;
    private readonly MemoryWire _toB;

    internal MemoryLink(MemoryNetwork network, LinkId id, MemoryTransport a, MemoryTransport b, int seed)
    {
        Id = id;
        _a = a;
        _b = b;
        _toA = new MemoryWire(network, this, b, a, seed);
        _toB = new MemoryWire(network, this, a, b, seed + 1);
        a.Add(this, _toB);
        b.Add(this, _toA);
    }

    internal LinkId Id { get; }

    /// <summary>Completes when both nodes have seen the link come up.</summary>
    internal Task Up => Task.WhenAll(_toA.Up, _toB.Up);

    /// <summary>Completes when both nodes have seen the link go down.</summary>
    internal Task Closed => Task.WhenAll(_toA.Closed, _toB.Closed);

    internal bool IsClosing => _toA.IsClosing || _toB.IsClosing;

    internal bool IsQuiet => _toA.IsQuiet && _toB.IsQuiet;

    internal bool HasEnd(MemoryTransport transport) => transport == _a || transport == _b;

    internal void Start()
    {
        _toA.Start();
        _toB.Start();
    }

    /// <summary>What is under way is lost.</summary>
    internal void Break()
    {
        _toA.Close(LinkDownReason.ConnectionLost, discard: true);
        _toB.Close(LinkDownReason.ConnectionLost, discard: true);
    }

    /// <summary>What <paramref name="node"/> has sent still arrives; what is on its way to it is lost.</summary>
    internal Task Disconnect(MemoryTransport node)
    {
        var (inbound, outbound) = node == _a ? (_toA, _toB) : (_toB, _toA);
        outbound.Close(LinkDownReason.Disconnected, discard: false);
        inbound.Close(LinkDownReason.Disconnected, discard: true);
        return inbound.Closed;
    }
}
