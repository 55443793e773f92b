using System.Diagnostics;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>A population of permanent children of one dynamic supervisor, each of which has answered one call: heap, resident memory, and what a full collection takes with all of them alive.</summary>
internal static class MillionServers
{
    internal static async Task Run(int count)
    {
        await using var node = Node.Start();
        await node.Run(async _ => await Start(await DynamicSupervisor.StartLink(), 1000));
        var heap = Machine.HeapBytes();
        var resident = Machine.ResidentBytes;
        var watch = Stopwatch.StartNew();
        await node.Run(async _ =>
        {
            var supervisor = await DynamicSupervisor.StartLink();
            await Start(supervisor, count);
            Child.Figure("seconds", watch.Elapsed.TotalSeconds);
            Child.Figure("heap_MB", (Machine.HeapBytes() - heap) / 1e6);
            Child.Figure("resident_MB", (Machine.ResidentBytes - resident) / 1e6);
            Child.Figure("collection_ms", Statistics.Median(Enumerable.Range(0, 7).Select(_ => FullCollection())));
            Child.Figure("alive", node.ProcessCount);
        });
    }

    private static async Task Start(Pid supervisor, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var pid = (await DynamicSupervisor.StartChild(supervisor, Counter.Child())).OrThrow();
            await new Counter.Ref(pid).Increment();
        }
    }

    private static double FullCollection()
    {
        var start = Stopwatch.GetTimestamp();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
