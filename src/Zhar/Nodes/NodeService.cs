using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar;

/// <summary>Something that a node has under a name as long as one process lives: a registry, a group scope, a PubSub.</summary>
internal abstract class NodeService(string name, ProcessCore owner) : IOwned
{
    private int _closed;

    internal string Name { get; } = name;

    /// <summary>The process under a supervisor that the service lives and dies with.</summary>
    internal ProcessCore Owner { get; } = owner;

    internal Node Node => Owner.Node;

    /// <summary>How many entries it has; <c>null</c> when it counts none.</summary>
    internal virtual long? EntryCount => null;

    internal bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Finds a running service.</summary>
    /// <exception cref="ArgumentException">None of that name and type runs on the node.</exception>
    internal static T Find<T>(Node? node, string name, string kind, string operation)
        where T : NodeService
    {
        node ??= Executor.CurrentNode ?? throw new NotInProcessException(operation);
        if (node.NamedServices.TryGetValue(name, out var found))
        {
            return found as T ?? throw new ArgumentException(
                $"'{name}' on node {node.Name} is not this {kind} but {found}. Give each its own name, and use one definition with the same types everywhere.");
        }

        throw new ArgumentException(
            $"No {kind} named '{name}' runs on node {node.Name}. Put its Child() into the supervisor, before the children that use it, or start it with StartLink().");
    }

    /// <summary>The process has left user code for the last time: nobody finds the service any more.</summary>
    public void Release(ProcessCore owner, ExitReason reason)
    {
        Volatile.Write(ref _closed, 1);
        Node.NamedServices.TryRemove(new(Name, this));
    }

    /// <summary>Called when the owner tells its links that it has ended.</summary>
    internal virtual void OnOwnerExit(ExitReason reason)
    {
    }

    /// <summary>Makes the service known. False: its name is taken.</summary>
    internal bool TryOpen(out Pid holder)
    {
        holder = default;
        while (!Node.NamedServices.TryAdd(Name, this))
        {
            if (!Node.NamedServices.TryGetValue(Name, out var other))
                continue;
            holder = other.Owner.Pid;
            return false;
        }

        Owner.AddOwned(this);
        Owner.TryAddLink(new LinkEnd(this));
        return true;
    }

    private sealed class LinkEnd(NodeService service) : IOwned
    {
        public void Release(ProcessCore owner, ExitReason reason) => service.OnOwnerExit(reason);
    }
}
