namespace Zhar.Runtime;

/// <summary>The idle timeout of a server: any message cancels it, a system message starts its interval again. Source: OTP gen_server, timeout in results.</summary>
internal static class IdleTimer
{
    internal static void Start(ProcessCore core, int milliseconds)
    {
        var cold = core.Cold;
        var entry = new TimerEntry { Owner = core };
        entry.Signal = new IdleSignal(entry);
        core.HasIdleTimeout = true;
        cold.HasIdleMilliseconds = true;
        cold.IdleMilliseconds = milliseconds;
        cold.IdleEntry = entry;
        core.Node.Timers.Add(entry, milliseconds);
    }

    /// <summary>A message has come.</summary>
    internal static void Cancel(ProcessCore core)
    {
        core.HasIdleTimeout = false;
        Disarm(core);
        core.Cold.HasIdleMilliseconds = false;
        HibernateTimer.OnMessage(core);
    }

    /// <summary>A system message was handled: the interval starts again, but not while the server is suspended.</summary>
    internal static void Restart(ProcessCore core)
    {
        if (!core.Cold.HasIdleMilliseconds)
            return;
        Disarm(core);
        if (!core.IsSuspendedBySys)
            Start(core, core.Cold.IdleMilliseconds);
    }

    private static void Disarm(ProcessCore core)
    {
        if (core.Cold.IdleEntry is not { } entry)
            return;
        core.Cold.IdleEntry = null;
        core.Node.Timers.Cancel(entry);
    }

    /// <summary>Fired: it counts only if nothing has cancelled it since.</summary>
    private sealed class IdleSignal(TimerEntry entry) : Signal
    {
        internal override bool IsSystem => true;

        internal override object Payload => IdleTimeout.Instance;

        internal override ValueTask Deliver(ProcessBehaviour behaviour)
        {
            var core = behaviour.Core;
            if (!ReferenceEquals(core.Cold.IdleEntry, entry))
                return default;
            Cancel(core);
            return behaviour.OnMessage(IdleTimeout.Instance);
        }
    }
}
