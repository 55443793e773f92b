namespace Zhar.Nodes;

/// <summary>Where a transport delivers. For one link the calls come one at a time: up, then signals, then down once. No user code runs in them.</summary>
internal interface INodeSink
{
    /// <summary>The node that the transport works for.</summary>
    NodeInfo Self { get; }

    /// <summary>A link has come up.</summary>
    void LinkUp(LinkId link, NodeInfo peer);

    /// <summary>Signals have arrived, in order.</summary>
    void Signals(LinkId link, ReadOnlySpan<NodeSignal> batch);

    /// <summary>The link is down; nothing comes after it.</summary>
    void LinkDown(LinkId link, LinkDownReason reason);
}
