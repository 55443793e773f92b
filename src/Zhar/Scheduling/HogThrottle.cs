namespace Zhar.Scheduling;

/// <summary>Lowers the priority of threads whose handler spins on after its queue was taken, so that they do not outweigh the workers.</summary>
/// <remarks>
/// A lowered thread slows every garbage collection beside busy neighbours, because the collector waits for it to reach a safepoint. So it is lowered
/// mildly at once, and deeply only after the machine was seen to be otherwise idle; where the system permits, it is raised again when neighbours come.
/// Figures: docs/architecture/scheduler.md.
/// </remarks>
internal sealed class HogThrottle
{
    internal const int MildNice = 5, DeepNice = 19;
    private const int GraceMilliseconds = 10, LookEveryMilliseconds = 100;

    private readonly CpuNeighbours _neighbours = new();
    private int _lookedAt;
    private bool _busy = true;
    private bool _lookedOnce;

    /// <summary>Looks at a worker that has lost its queue and still runs the same handler.</summary>
    internal void OnDetached(Worker worker, int now, int stuckMilliseconds)
    {
        if (stuckMilliseconds < GraceMilliseconds || !ThreadPriorities.IsSupported)
            return;
        if (now - _lookedAt >= LookEveryMilliseconds)
            Look(now);
        var nice = _busy ? MildNice : DeepNice;
        if (worker.Nice == nice || (worker.Thread!.ThreadState & ThreadState.WaitSleepJoin) != 0 || !HasSpun(worker, now - stuckMilliseconds))
            return;
        if (ThreadPriorities.TrySetNice(worker.ThreadId, nice))
            worker.Nice = nice;
    }

    /// <summary>
    /// Whether the thread has really had the CPU all this time. Beside more spinning threads than processors, a thread that the kernel took the CPU
    /// from looks stuck too; lowered, its process would starve until the others are done.
    /// </summary>
    private static bool HasSpun(Worker worker, int since)
    {
        var process = worker.Process?.Id ?? 0;
        var cpu = ThreadPriorities.CpuMilliseconds(worker.ThreadId);
        if (cpu >= 0 && (worker.Suspect.Process != process || worker.Suspect.Since != since))
        {
            worker.Suspect = (process, since, cpu);
            return false;
        }

        return cpu < 0 || cpu - worker.Suspect.Cpu >= GraceMilliseconds;
    }

    private void Look(int now)
    {
        // The first look only starts the measurement: what was before is not about now.
        var fresh = _lookedOnce && now - _lookedAt < 2 * LookEveryMilliseconds;
        _lookedAt = now;
        _lookedOnce = true;
        var busy = _neighbours.AreBusy();
        _busy = !fresh || busy;
    }
}
