using Zhar.Runtime;

namespace Zhar;

/// <summary>The running timeouts of one machine: at most one for each key. Those of zero are events that wait behind the machine's queue.</summary>
internal sealed class MachineTimers
{
    private readonly Dictionary<TimerKey, MachineTimer> _running = [];
    private readonly List<MachineTimer> _due = [];

    /// <summary>Whether the timer that fired is still the running one; then it runs no longer.</summary>
    internal bool Fired(MachineTimer timer)
    {
        if (!_running.TryGetValue(timer.Key, out var running) || !ReferenceEquals(running, timer))
            return false;
        _running.Remove(timer.Key);
        return true;
    }

    /// <summary>The oldest timeout of zero as an event.</summary>
    internal StateMachine.Event? TakeDue()
    {
        if (_due.Count == 0)
            return null;
        var timer = _due[0];
        _due.RemoveAt(0);
        _running.Remove(timer.Key);
        return (StateMachine.Event)timer.Payload;
    }

    internal void Apply(ProcessCore core, MachineAction action, bool queueIsEmpty)
    {
        switch (action)
        {
            case MachineAction.StartTimer start:
                Start(core, start.Key, start.Milliseconds, start.Content, queueIsEmpty);
                break;
            case MachineAction.StopTimer stop:
                Stop(core, stop.Key);
                break;
            case MachineAction.UpdateTimer update when _running.TryGetValue(update.Key, out var running):
                running.Content = update.Content;
                break;
            case MachineAction.UpdateTimer update:
                Start(core, update.Key, 0, update.Content, queueIsEmpty);
                break;
        }
    }

    internal void Stop(ProcessCore core, TimerKey key)
    {
        if (!_running.Remove(key, out var timer))
            return;
        if (timer.Entry is { } entry)
            core.Node.Timers.Cancel(entry);
        else
            _due.Remove(timer);
    }

    private void Start(ProcessCore core, TimerKey key, int milliseconds, object? content, bool queueIsEmpty)
    {
        Stop(core, key);

        // Any event ends an event timeout, and a queued one is about to be handled.
        if (key == TimerKey.Event && !queueIsEmpty)
            return;
        var timer = new MachineTimer(key, content);
        _running[key] = timer;
        if (milliseconds == 0)
        {
            _due.Add(timer);
            return;
        }

        timer.Entry = new TimerEntry { Owner = core, Signal = timer };
        core.Node.Timers.Add(timer.Entry, milliseconds);
    }
}
