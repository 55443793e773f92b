namespace Zhar;

/// <summary>Carries broadcasts between the nodes that run the same PubSub: over the cluster's own connections, or through a database or broker.</summary>
/// <remarks>Delivery is at most once. What comes in from another node goes to <see cref="PubSub.LocalBroadcast"/>. Source: Phoenix.PubSub.Adapter.</remarks>
public interface IPubSubAdapter
{
    /// <summary>The name that other nodes know this node by, for <see cref="PubSub.DirectBroadcast"/>.</summary>
    string NodeName { get; }

    /// <summary>The PubSub has started on its node; <paramref name="local"/> is bound to it. Called again after a restart.</summary>
    void Attach(PubSub local);

    /// <summary>The PubSub's process is ending.</summary>
    void Detach();

    /// <summary>Sends to all other nodes. Called by the broadcasting process before the message is delivered here; must not wait.</summary>
    void Broadcast(string topic, object message, IPubSubDispatcher? dispatcher);

    /// <summary>Sends to one other node.</summary>
    void DirectBroadcast(string node, string topic, object message, IPubSubDispatcher? dispatcher);
}
