using Zhar.Runtime;

namespace Zhar.Nodes;

/// <summary>Monitors: ours on the peer's processes, and theirs on ours.</summary>
internal sealed partial class Peer
{
    private readonly Dictionary<long, MonitorRef> _monitors = [];
    private readonly Dictionary<MonitorRef, long> _monitorRefs = [];
    private readonly Dictionary<long, RemoteWatch> _watches = [];

    /// <summary>Sets a monitor on a process or a name of the peer. False: the connection is lost.</summary>
    internal bool Monitor(MonitorRef monitor, PidTarget target)
    {
        lock (_gate)
        {
            if (_isDown)
                return false;
            if (!monitor.Watcher.TryAddLink(monitor))
                return true; // killed meanwhile: nobody will hear of it
            var reference = ++_lastRef;
            _monitors.Add(reference, monitor);
            _monitorRefs.Add(monitor, reference);
            Enqueue(new NodeSignal.Monitor(reference, monitor.Watcher.Id, Recipient.Of(target)));
            return true;
        }
    }

    /// <summary>Takes a monitor off, whose watcher has forgotten it already.</summary>
    internal void Demonitor(MonitorRef monitor)
    {
        lock (_gate)
        {
            if (!_monitorRefs.Remove(monitor, out var reference))
                return;
            _monitors.Remove(reference);
            Enqueue(new NodeSignal.Demonitor(reference));
        }
    }

    /// <summary>A local process that the peer watches has ended.</summary>
    internal void TellWatcher(RemoteWatch watch, ExitReason reason)
    {
        lock (_gate)
        {
            if (_watches.Remove(watch.Ref))
                Enqueue(new NodeSignal.Down(watch.Ref, reason));
        }
    }

    private void OnMonitor(NodeSignal.Monitor monitor)
    {
        lock (_gate)
        {
            var watched = Find(monitor.To);
            var watch = watched is null ? null : new RemoteWatch(this, monitor.Ref, watched, PidOf(monitor.From));
            if (watch is not null && watched!.TryAddLink(watch)) // a watch has its process
                _watches.Add(watch.Ref, watch);
            else
                Enqueue(new NodeSignal.Down(monitor.Ref, ExitReason.NoProc));
        }
    }

    private void OnDemonitor(NodeSignal.Demonitor demonitor)
    {
        lock (_gate)
        {
            if (_watches.Remove(demonitor.Ref, out var watch))
                watch.Watched.RemoveLink(watch);
        }
    }

    private void OnDown(NodeSignal.Down down)
    {
        MonitorRef? monitor;
        lock (_gate)
        {
            if (!_monitors.Remove(down.Ref, out monitor))
                return;
            _monitorRefs.Remove(monitor);
        }

        ProcessCore.FireMonitor(monitor, down.Reason);
    }

    private void BreakMonitors()
    {
        MonitorRef[] monitors;
        lock (_gate)
        {
            monitors = [.. _monitors.Values];
            _monitors.Clear();
            _monitorRefs.Clear();
            foreach (var watch in _watches.Values)
                watch.Watched.RemoveLink(watch);
            _watches.Clear();
        }

        foreach (var monitor in monitors)
            ProcessCore.FireMonitor(monitor, ExitReason.NoConnection);
    }
}
