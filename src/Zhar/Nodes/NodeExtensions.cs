using System.Collections.Concurrent;

namespace Zhar;

/// <summary>What a node keeps under names besides processes.</summary>
public sealed partial class Node
{
    /// <summary>Registries, group scopes and PubSubs, by the name of their process.</summary>
    internal ConcurrentDictionary<string, NodeService> NamedServices { get; } = new(StringComparer.Ordinal);

    /// <summary>The named tables.</summary>
    internal ConcurrentDictionary<string, Table> Tables { get; } = new(StringComparer.Ordinal);

    /// <summary>See <see cref="PersistentTerm"/>.</summary>
    internal ConcurrentDictionary<object, object?> PersistentTerms { get; } = new();
}
