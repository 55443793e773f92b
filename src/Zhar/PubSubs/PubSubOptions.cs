namespace Zhar;

/// <summary>How a PubSub works.</summary>
public sealed class PubSubOptions
{
    /// <summary>The name, unique on its node; also the local name of its process. Default: the one that <see cref="PubSub.Default"/> and the statics use.</summary>
    public string Name { get; init; } = PubSub.DefaultName;

    /// <summary>Carries broadcasts to other nodes. Default: none, broadcasts stay on this node.</summary>
    public IPubSubAdapter? Adapter { get; init; }

    /// <summary>Into how many parts the subscriptions are split by topic. Default 1: look-ups take no lock, so more only help when thousands of processes subscribe at once.</summary>
    public int PoolSize { get; init; } = 1;
}
