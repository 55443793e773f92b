using Zhar.Runtime;

namespace Zhar.Supervision;

/// <summary>Stops a number of children side by side, each by its own rule, and waits until all are dead.</summary>
/// <remarks>
/// Watches them by monitors, so that a child which has taken its link off is stopped too. The EXIT of a stopped child may still come in; the
/// supervisor no longer knows its pid then and drops it. Source: OTP supervisor, shutdown/1 and terminate_dynamic_children/1.
/// </remarks>
internal sealed class ChildStops(ProcessCore supervisor)
{
    private readonly List<Stop> _stops = [];
    private Gate? _gate;
    private int _left;

    /// <summary>Asks a child to end, or kills it at once if that is its rule.</summary>
    internal void Begin(PidTarget child, ChildSpec spec)
    {
        var stop = new Stop(this, child, spec);
        _stops.Add(stop);
        Interlocked.Increment(ref _left);
        stop.Watch(supervisor);
        if (stop.Rule == Shutdown.BrutalKill)
            stop.Kill();
        else
            Process.Exit(stop.Pid, ExitReason.Shutdown);
    }

    /// <summary>Waits for all, killing those that overstay. Returns the children that ended otherwise than they should, with the reason.</summary>
    internal async ValueTask<List<(ChildSpec Spec, ExitReason Reason)>?> Wait()
    {
        var passed = 0;
        foreach (var deadline in _stops.Select(static s => s.Rule.Milliseconds).Where(static ms => ms >= 0).Distinct().Order().ToArray())
        {
            if (await AllEnded(deadline - passed))
                break;
            passed = deadline;
            foreach (var stop in _stops)
            {
                if (stop.Rule.Milliseconds == deadline && stop.Reason is null)
                    stop.Kill();
            }
        }

        await AllEnded(Timeout.Infinite);
        List<(ChildSpec, ExitReason)>? failures = null;
        foreach (var stop in _stops)
        {
            if (!stop.EndedAsAsked)
                (failures ??= []).Add((stop.Spec, stop.Reason!)); // set: all have ended
        }

        return failures;
    }

    private async ValueTask<bool> AllEnded(int milliseconds)
    {
        if (Volatile.Read(ref _left) == 0)
            return true;
        if (milliseconds == 0)
            return false;
        var gate = new Gate
        {
            // With one child the search for deadlocks can tell it that its supervisor will not answer.
            Target = _stops.Count == 1 ? _stops[0].Pid.Target : null,
        };
        await gate.Wait(supervisor.Node, supervisor, milliseconds, () =>
        {
            // Against Ended, which counts down and then looks for the gate.
            Interlocked.Exchange(ref _gate, gate);
            if (Volatile.Read(ref _left) == 0)
                gate.Open();
        });
        return Volatile.Read(ref _left) == 0;
    }

    private void Ended()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            Volatile.Read(ref _gate)?.Open();
    }

    private sealed class Stop(ChildStops all, PidTarget child, ChildSpec spec)
    {
        private ExitReason? _reason;

        internal Pid Pid => new(child);

        internal ChildSpec Spec => spec;

        internal Shutdown Rule { get; } = spec.EffectiveShutdown;

        internal ExitReason? Reason => Volatile.Read(ref _reason);

        internal bool EndedAsAsked => Rule == Shutdown.BrutalKill && _reason == ExitReason.Killed
            || Rule != Shutdown.BrutalKill && _reason == ExitReason.Shutdown
            || spec.Restart != Restart.Permanent && _reason!.IsClean;

        internal void Watch(ProcessCore supervisor)
        {
            var target = supervisor.Node.Links.AddressOf(child);
            var monitor = MonitorRef.Of(supervisor, target, Ended);
            if (target is ProcessCore core)
                core.AddMonitor(monitor);
            else
                supervisor.Node.Links.Monitor(monitor, target);
        }

        internal void Kill() => Process.Exit(Pid, ExitReason.Kill);

        private Signal? Ended(MonitorRef monitor, ExitReason reason)
        {
            // It had ended before it was asked to: the reason is on the dead process.
            if (reason == ExitReason.NoProc && child is ProcessCore { ExitReason: { } real })
                reason = real;
            Volatile.Write(ref _reason, reason);
            all.Ended();
            return null;
        }
    }
}
