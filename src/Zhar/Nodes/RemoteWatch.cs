using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>A monitor that a process on another node has set on a local one. Lives among the watched process' links and is told of its end there.</summary>
internal sealed class RemoteWatch(Peer peer, long reference, ProcessCore watched, Pid watcher) : IOwned
{
    internal long Ref { get; } = reference;

    internal ProcessCore Watched { get; } = watched;

    internal Pid Watcher { get; } = watcher;

    public void Release(ProcessCore owner, ExitReason reason) => peer.TellWatcher(this, reason);
}
