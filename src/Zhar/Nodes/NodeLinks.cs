using Zhar.Runtime;

namespace Zhar;

/// <summary>The node's connections to other nodes. Without a transport every remote process is out of reach: <c>noconnection</c>.</summary>
internal class NodeLinks(Node node) : IAsyncDisposable
{
    internal Node Node { get; } = node;

    internal virtual void Send(PidTarget target, Signal signal)
    {
    }

    internal virtual void Call(PidTarget target, CallMessage call) => call.Fail(ExitReason.NoConnection);

    internal virtual void Link(ProcessCore process, PidTarget remote) => process.OnExitSignal(new Pid(remote), ExitReason.NoConnection);

    internal virtual void Unlink(ProcessCore process, PidTarget remote) => process.RemoveLink(remote);

    internal virtual void LinkExit(ProcessCore process, PidTarget remote, ExitReason reason)
    {
    }

    internal virtual void Exit(ProcessCore? sender, PidTarget remote, ExitReason reason)
    {
    }

    internal virtual void Monitor(MonitorRef monitor)
    {
        monitor.Watcher.TryAddLink(monitor);
        ProcessCore.FireMonitor(monitor, ExitReason.NoConnection);
    }

    internal virtual void Demonitor(MonitorRef monitor)
    {
    }

    /// <summary>The address of a name on another node.</summary>
    internal virtual PidTarget? NameTarget(string nodeName, string name) => null;

    public virtual ValueTask DisposeAsync() => default;
}
