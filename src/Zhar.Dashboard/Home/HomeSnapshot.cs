using System.Diagnostics;

namespace Zhar.Dashboard;

/// <summary>The figures of the first page at one moment.</summary>
internal sealed record HomeSnapshot
{
    internal required long At { get; init; }

    internal required int Processes { get; init; }

    internal required int Names { get; init; }

    internal required int Timers { get; init; }

    internal required int Crashes { get; init; }

    internal required IReadOnlyList<int> RunQueues { get; init; }

    internal required int GlobalQueue { get; init; }

    internal required TimeSpan Lag { get; init; }

    internal required int Detached { get; init; }

    internal required int Zombies { get; init; }

    internal required IReadOnlyList<string> Nodes { get; init; }

    internal required long WorkingSet { get; init; }

    internal required long Heap { get; init; }

    internal required long Committed { get; init; }

    internal required long Available { get; init; }

    internal required long Allocated { get; init; }

    internal required double GcPause { get; init; }

    internal required IReadOnlyList<int> Collections { get; init; }

    internal required TimeSpan Cpu { get; init; }

    internal required int Threads { get; init; }

    internal required long QueuedWork { get; init; }

    internal required DateTimeOffset Started { get; init; }

    internal static HomeSnapshot Take(Node node)
    {
        var gc = GC.GetGCMemoryInfo();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new HomeSnapshot
        {
            At = Stopwatch.GetTimestamp(),
            Processes = node.ProcessCount,
            Names = node.RegisteredNames.Count,
            Timers = node.TimerCount,
            Crashes = node.RecentCrashes.Count,
            RunQueues = node.Scheduler.RunQueues,
            GlobalQueue = node.Scheduler.GlobalQueue,
            Lag = node.Probe.Look(),
            Detached = node.Scheduler.Detached,
            Zombies = node.Scheduler.Zombies,
            Nodes = node.Nodes,
            WorkingSet = Environment.WorkingSet,
            Heap = GC.GetTotalMemory(false),
            Committed = gc.TotalCommittedBytes,
            Available = gc.TotalAvailableMemoryBytes,
            Allocated = GC.GetTotalAllocatedBytes(),
            GcPause = gc.PauseTimePercentage / 100,
            Collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            Cpu = Environment.CpuUsage.TotalTime,
            Threads = ThreadPool.ThreadCount,
            QueuedWork = ThreadPool.PendingWorkItemCount,
            Started = new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero),
        };
    }

    /// <summary>The share of all processors that was used since <paramref name="before"/>.</summary>
    internal double CpuSince(HomeSnapshot before)
    {
        var time = Stopwatch.GetElapsedTime(before.At, At);
        return time <= TimeSpan.Zero ? 0 : Math.Max(0, (Cpu - before.Cpu) / time / Environment.ProcessorCount);
    }

    /// <summary>Bytes allocated in a second since <paramref name="before"/>.</summary>
    internal double AllocatedSince(HomeSnapshot before)
    {
        var time = Stopwatch.GetElapsedTime(before.At, At);
        return time <= TimeSpan.Zero ? 0 : (Allocated - before.Allocated) / time.TotalSeconds;
    }
}
