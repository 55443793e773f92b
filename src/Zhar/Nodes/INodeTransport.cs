namespace Zhar.Nodes;

/// <summary>Carries signals between nodes. What it guarantees is what the node layer builds on; see docs/architecture/nodes.md.</summary>
/// <remarks>
/// <para>A link joins one incarnation of a node with one of another. While it is up, signals arrive in the order of <see cref="Enqueue"/>, each once,
/// and none is missing. A transport that cannot deliver one takes the whole link down, on both sides, with all that is under way.</para>
/// <para>There is at most one link between two nodes, and the sink of neither side sees the next one before it has returned from
/// <see cref="INodeSink.LinkDown"/> for the last.</para>
/// </remarks>
internal interface INodeTransport : IAsyncDisposable
{
    /// <summary>A short name for logs: <c>mem</c>, <c>orleans</c>, <c>beam</c>.</summary>
    string Scheme { get; }

    /// <summary>Begins to take connections. Returns what it announces of this node.</summary>
    ValueTask<NodeInfo> Start(INodeSink sink, CancellationToken cancellationToken);

    /// <summary>Connects with the node of that name. True: there is a link, and the sink has seen it come up.</summary>
    ValueTask<bool> Connect(string node);

    /// <summary>Queues a signal. Never blocks and never calls the sink. False: the link is gone.</summary>
    bool Enqueue(LinkId link, NodeSignal signal);

    /// <summary>Takes a link down in good order: what was queued before still arrives at the peer. Returns when this side's sink has seen the end.</summary>
    ValueTask Disconnect(LinkId link);
}

/// <summary>A link of one transport. Never used twice.</summary>
internal readonly record struct LinkId(long Number);

/// <summary>What a node says of itself when a link comes up.</summary>
internal sealed record NodeInfo(NodeId Id);

/// <summary>Why a link went down.</summary>
internal enum LinkDownReason
{
    /// <summary>The peer could not be reached any more.</summary>
    ConnectionLost,

    /// <summary>One of the two nodes has ended the connection.</summary>
    Disconnected,
}
