using System.Collections.Immutable;

namespace Zhar.Runtime;

/// <summary>Where a process comes from and what it inherits. One object for all children of a parent: it holds nothing of the child's own.</summary>
internal sealed class Lineage(Node node, Pid parent, string parentName, Lineage? next, ImmutableDictionary<object, object?>? inherited = null)
{
    // What code outside of any process hands down to the processes that it starts; it flows as async locals do.
    private static readonly AsyncLocal<HandedDown?> Outside = new();

    /// <summary>What code outside of any process hands down.</summary>
    internal static ImmutableDictionary<object, object?>? InheritedOutside => Outside.Value?.Values;

    /// <summary>The lineage of a process that no process starts.</summary>
    internal static Lineage OfOutside(Node node) => Outside.Value?.On(node) ?? node.NoLineage;

    internal static void PutOutside(object key, object? value)
    {
        var values = InheritedOutside ?? ImmutableDictionary<object, object?>.Empty;
        values = value is null ? values.Remove(key) : values.SetItem(key, value);
        Outside.Value = values.IsEmpty ? null : new HandedDown(values);
    }

    /// <summary>The node of the process. Here and not in the process, which has one field less for it.</summary>
    internal Node Node { get; } = node;

    internal Pid Parent { get; } = parent;

    /// <summary>The starter's registered name, or its pid, as reports print it.</summary>
    internal string ParentName { get; } = parentName;

    internal Lineage? Next { get; } = next;

    /// <summary>What the starter handed down; null when nobody has set anything. Here and not in the child, so that it costs a child nothing.</summary>
    internal ImmutableDictionary<object, object?>? Inherited { get; } = inherited;

    /// <summary>The starters, nearest first.</summary>
    internal IEnumerable<Lineage> Chain()
    {
        for (var l = this; l is not null && !l.Parent.IsNone; l = l.Next)
            yield return l;
    }

    /// <summary>One lineage for all processes that are started with the same values on the same node.</summary>
    private sealed class HandedDown(ImmutableDictionary<object, object?> values)
    {
        private Lineage? _last;

        internal ImmutableDictionary<object, object?> Values => values;

        internal Lineage On(Node node) => _last is { } last && ReferenceEquals(last.Node, node) ? last : _last = new Lineage(node, default, "", null, values);
    }
}
