using System.Collections.Immutable;

namespace Zhar.Runtime;

/// <summary>Where a process comes from and what it inherits. One object for all children of a parent: it holds nothing of the child's own.</summary>
internal sealed class Lineage(Pid parent, string parentName, Lineage? next, ImmutableDictionary<object, object?>? inherited = null)
{
    internal static readonly Lineage None = new(default, "", null);

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
}
