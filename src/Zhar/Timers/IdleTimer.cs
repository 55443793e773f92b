namespace Zhar.Runtime;

/// <summary>The idle timeout of a server: any message cancels it, a system message starts its interval again. Source: OTP gen_server, timeout in results.</summary>
internal static class IdleTimer
{
    internal static void Start(ProcessCore core, int milliseconds)
    {
        var entry = new TimerEntry { Owner = core };
        entry.Signal = new IdleSignal(entry);
        core.HasIdleTimeout = true;
        core.Cold.IdleMilliseconds = milliseconds;
        core.Cold.IdleEntry = entry;
        core.Node.Timers.Add(entry, milliseconds);
    }

    internal static void Cancel(ProcessCore core)
    {
        core.HasIdleTimeout = false;
        if (core.Cold.IdleEntry is { } entry)
        {
            core.Cold.IdleEntry = null;
            core.Node.Timers.Cancel(entry);
        }
    }

    internal static void Restart(ProcessCore core)
    {
        if (core.Cold.IdleEntry is not { } entry)
            return;
        core.Node.Timers.Cancel(entry);
        Start(core, core.Cold.IdleMilliseconds);
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
            core.Cold.IdleEntry = null;
            core.HasIdleTimeout = false;
            return behaviour.OnMessage(IdleTimeout.Instance);
        }
    }
}
