using System.Collections.Concurrent;

namespace Zhar;

/// <summary>A node's name and creation. One object per incarnation in this OS process, so that "is it mine?" is one comparison.</summary>
internal sealed class NodeId(string name, long creation)
{
    // Weak: the incarnations of restarted nodes must not pile up, and whoever still holds a pid of one holds its object too.
    private static readonly ConcurrentDictionary<(string, long), WeakReference<NodeId>> Known = new();

    internal string Name { get; } = name;

    internal long Creation { get; } = creation;

    /// <summary>The running node behind it, when it lives in this OS process.</summary>
    internal Node? Local { get; set; }

    /// <summary>The one object for an incarnation whose name and creation came in over a wire.</summary>
    internal static NodeId Of(string name, long creation)
    {
        while (true)
        {
            var reference = Known.GetOrAdd((name, creation), static key => new WeakReference<NodeId>(new NodeId(key.Item1, key.Item2)));
            if (reference.TryGetTarget(out var id))
                return id;
            Known.TryRemove(new((name, creation), reference));
        }
    }

    public override string ToString() => $"{Name}#{Creation}";
}
