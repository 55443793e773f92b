namespace Zhar.Scheduling;

/// <summary>Lowers the priority of threads whose handler spins on after its queue was taken, so that they do not outweigh the workers.</summary>
/// <remarks>
/// A lowered thread slows every garbage collection beside busy neighbours, because the collector waits for it to reach a safepoint; so the depth
/// depends on whether other programs use the machine. Figures: docs/architecture/scheduler.md.
/// </remarks>
internal sealed class HogThrottle
{
    private const int MildNice = 5, DeepNice = 19, GraceMilliseconds = 10;

    private readonly CpuNeighbours _neighbours = new();

    internal void OnDetached(Worker worker, int stuckMilliseconds)
    {
        if (worker.IsDemoted || stuckMilliseconds < GraceMilliseconds || !ThreadPriorities.IsSupported)
            return;
        if ((worker.Thread!.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0)
            return;
        worker.IsDemoted = true;
        ThreadPriorities.TrySetNice(worker.ThreadId, _neighbours.AreBusy() ? MildNice : DeepNice);
    }
}
