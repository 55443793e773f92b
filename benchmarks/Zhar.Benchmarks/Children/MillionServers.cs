using System.Diagnostics;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>A population of servers, each of which has answered one call: heap, resident memory, and what a full collection takes with all of them alive.</summary>
internal static class MillionServers
{
    internal static async Task Run(int count)
    {
        await using var node = Node.Start();
        await node.Run(_ => Start(1000));
        var heap = Machine.HeapBytes();
        var resident = Machine.ResidentBytes;
        var watch = Stopwatch.StartNew();
        await node.Run(async _ =>
        {
            Process.TrapExit = true;
            await Start(count);
            Child.Figure("seconds", watch.Elapsed.TotalSeconds);
            Child.Figure("heap_MB", (Machine.HeapBytes() - heap) / 1e6);
            Child.Figure("resident_MB", (Machine.ResidentBytes - resident) / 1e6);
            Child.Figure("collection_ms", Statistics.Median(Enumerable.Range(0, 7).Select(_ => FullCollection())));
            Child.Figure("alive", node.ProcessCount);
        });
    }

    private static async Task Start(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var server = await Counter.StartLink();
            await server.Increment();
        }
    }

    private static double FullCollection()
    {
        var start = Stopwatch.GetTimestamp();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
