using System.Diagnostics;
using System.Globalization;
using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>
/// A pair of processes calls for ever while 8 others hog the processors. The percentiles are weighted by time: at a random moment, how long is the
/// trip that is then under way? Counting trips instead would hide a stall of seconds behind a burst of fast ones.
/// Arguments: <c>never|500</c>, seconds, workers (0: as many as processors), busy OS processes <c>before</c> or <c>after</c> the spinners, their number.
/// </summary>
internal static class SpinnersAndPing
{
    private const int Spinners = 8;

    internal static async Task Run(string[] arguments)
    {
        var perMessage = arguments[0] == "never" ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(500);
        var seconds = double.Parse(arguments[1], CultureInfo.InvariantCulture);
        var workers = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        var late = arguments[3] == "after";
        var neighbours = int.Parse(arguments[4], CultureInfo.InvariantCulture);

        var node = Node.Start(new NodeOptions { Workers = workers });
        var log = new TripTimes();
        var stop = new StopFlag();
        var pong = await node.Run(_ => Pong.Start(new PingLog()).AsTask());
        var pinging = node.Run(_ => Ping(pong, log, stop));
        await Task.Delay(1000);
        using var others = new Neighbours(late ? 0 : neighbours, seconds + 10);
        await Task.Delay(neighbours > 0 ? 500 : 0);
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
            using var lateOthers = new Neighbours(late ? neighbours : 0, seconds + 10);
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

    private static async Task Ping(Pong.Ref pong, TripTimes log, StopFlag stop)
    {
        while (!stop.Value)
        {
            log.Sent();
            try
            {
                await pong.Answer();
                log.Back();
            }
            catch (CallExitException)
            {
                log.FailedCalls++;
            }
        }
    }

    private static void Measure(TripTimes log, double seconds, bool collect)
    {
        var before = log.Snapshot();
        var threads = Machine.Threads;
        var pauses = new List<double>();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds;)
        {
            Thread.Sleep(50);
            if (!collect)
                continue;
            var paused = GC.GetTotalPauseDuration();
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            pauses.Add((GC.GetTotalPauseDuration() - paused).TotalMilliseconds);
        }

        var (trips, p50, p99, max) = log.Since(before);
        Child.Figure("trips", trips);
        Child.Figure("p50_us", p50);
        Child.Figure("p99_us", p99);
        Child.Figure("max_us", max);
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
