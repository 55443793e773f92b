using System.Diagnostics;
using System.Globalization;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>
/// A pair of processes calls for ever while 8 others hog the processors. The percentiles are weighted by time, see <see cref="Statistics.ByTime"/>.
/// Arguments: <c>never|500</c>, seconds, workers (0: as many as processors), busy OS processes beside it.
/// </summary>
internal static class SpinnersAndPing
{
    private const int Spinners = 8;

    internal static async Task Run(string[] arguments)
    {
        var perMessage = arguments[0] == "never" ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(500);
        var seconds = double.Parse(arguments[1], CultureInfo.InvariantCulture);
        var workers = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var neighbours = int.Parse(arguments[3], CultureInfo.InvariantCulture);

        var node = Node.Start(new NodeOptions { Workers = workers });
        var log = new PingLog();
        var stop = new StopFlag();
        var pong = await node.Run(_ => Pong.Start(log).AsTask());
        var pinging = node.Run(_ => Ping(pong, log, stop));
        await Task.Delay(1000);
        using var others = new Neighbours(neighbours, seconds + 10);
        await node.Run(async _ =>
        {
            for (var i = 0; i < Spinners; i++)
                (await Spinner.Start(perMessage)).Go();
        });

        // The first second is for the threads that are made once; then the measurement begins, on a thread that is nobody's worker.
        var measuring = new TaskCompletionSource();
        new Thread(() =>
        {
            Thread.Sleep(1000);
            Measure(log, seconds, neighbours > 0);
            measuring.SetResult();
        }).Start();
        await measuring.Task;

        // What is under way now must still come back.
        stop.Value = true;
        var delivered = await Task.WhenAny(pinging, Task.Delay(2000)) == pinging;
        Child.Figure("delivered", delivered && log.FailedCalls == 0 ? 1 : 0);
        Child.Figure("failed_calls", log.FailedCalls);
    }

    private static async Task Ping(Pong.Ref pong, PingLog log, StopFlag stop)
    {
        while (!stop.Value)
        {
            log.SentAt = Stopwatch.GetTimestamp();
            try
            {
                await pong.Answer();
                log.Add(Stopwatch.GetTimestamp() - log.SentAt);
            }
            catch (CallExitException)
            {
                log.FailedCalls++;
            }
        }
    }

    private static void Measure(PingLog log, double seconds, bool collect)
    {
        var first = log.Count;
        var threads = Machine.Threads;
        var pauses = new List<double>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;)
        {
            Thread.Sleep(50);
            if (!collect)
                continue;
            var before = GC.GetTotalPauseDuration();
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            pauses.Add((GC.GetTotalPauseDuration() - before).TotalMilliseconds);
        }

        var sorted = log.Sorted(first, underWay: true);
        Child.Figure("trips", sorted.Length - 1);
        Child.Figure("p50_us", Statistics.ByTime(sorted, 0.5));
        Child.Figure("p99_us", Statistics.ByTime(sorted, 0.99));
        Child.Figure("max_us", sorted[^1]);
        Child.Figure("threads_grown", Machine.Threads - threads);
        Child.Figure("threads", Machine.Threads);
        pauses.Sort();
        Child.Figure("pause_p99_ms", Statistics.Percentile([.. pauses], 0.99));
        Child.Figure("pause_max_ms", pauses.Count == 0 ? 0 : pauses[^1]);
    }

    private sealed class StopFlag
    {
        internal volatile bool Value;
    }
}
