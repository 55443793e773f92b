namespace Zhar.Scheduling;

/// <summary>Lowers the priority of threads whose handler spins on after its queue was taken, so that they do not outweigh the workers.</summary>
/// <remarks>
/// A lowered thread slows every garbage collection beside busy neighbours, because the collector waits for it to reach a safepoint. So it is lowered
/// mildly at once, and further only after the machine was seen to be otherwise idle; where the system permits, it is raised again when neighbours
/// come. Figures: docs/architecture/scheduler.md.
/// </remarks>
internal sealed class HogThrottle
{
    internal const int MildSteps = 4, DeepSteps = 10;
    private const int GraceMilliseconds = 4, LookEveryMilliseconds = 50;

    private readonly CpuNeighbours _neighbours = new();
    private long _lookedAt;
    private bool _busy = true;
    private bool _lookedOnce;

    /// <summary>The worker is in a handler that it was not in before: from here on its CPU time counts.</summary>
    internal static void OnSeen(Worker worker) => worker.CpuWhenSeen = ThreadPriorities.CpuMilliseconds(worker.ThreadId);

    /// <summary>Looks at a worker that has lost its queue and still runs the same handler.</summary>
    internal void OnDetached(Worker worker, long now)
    {
        if (!ThreadPriorities.IsSupported)
            return;
        if (now - _lookedAt >= LookEveryMilliseconds)
            Look(now);
        var steps = _busy ? MildSteps : DeepSteps;
        if (worker.Lowered != steps && HasSpun(worker) && ThreadPriorities.TryLower(worker.ThreadId, steps))
            worker.Lowered = steps;
    }

    /// <summary>
    /// Whether the thread has really had the CPU meanwhile. A thread that sleeps has not; nor has one that the kernel took the CPU from, beside more
    /// spinning threads than processors: lowered, its process would starve until the others are done.
    /// </summary>
    private static bool HasSpun(Worker worker)
    {
        var cpu = ThreadPriorities.CpuMilliseconds(worker.ThreadId);
        return cpu < 0 || cpu - worker.CpuWhenSeen >= GraceMilliseconds;
    }

    private void Look(long now)
    {
        // The first look only starts the measurement: what was before is not about now.
        var fresh = _lookedOnce && now - _lookedAt < 2 * LookEveryMilliseconds;
        _lookedAt = now;
        _lookedOnce = true;
        var busy = _neighbours.AreBusy();
        _busy = !fresh || busy;
    }
}
