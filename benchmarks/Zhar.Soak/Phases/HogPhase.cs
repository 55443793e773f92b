using System.Diagnostics;
using Zhar.Soak.Checks;

namespace Zhar.Soak.Phases;

/// <summary>
/// As many processes as there are workers spin for seconds, and a pair of others calls meanwhile. Without a monitor that takes the workers' queues
/// away the pair would wait as long as the hogs spin; with it the kernel's time slices are the bound. The first second, in which the threads are
/// made that take over, is reported and not judged.
/// </summary>
internal static class HogPhase
{
    internal static async Task<string> Run(World world, TimeSpan time)
    {
        var hogs = world.Options.Workers == 0 ? Environment.ProcessorCount : world.Options.Workers;
        var settling = TimeSpan.FromSeconds(1);
        var trips = new List<double>(4_000_000);
        var first = 0.0;
        var control = new KernelDelay(time);
        var pinging = world.Node.Run(async _ =>
        {
            var probe = await Probe.Start();
            await probe.Ask(0);
            for (var i = 0; i < hogs; i++)
            {
                Process.Spawn(_ =>
                {
                    for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
                        Thread.SpinWait(50);
                    return Task.CompletedTask;
                });
            }

            for (var watch = Stopwatch.StartNew(); watch.Elapsed < time * 0.9;)
            {
                var start = Stopwatch.GetTimestamp();
                await probe.Ask(1);
                var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (watch.Elapsed < settling)
                    first = Math.Max(first, took);
                else if (trips.Count < trips.Capacity)
                    trips.Add(took);
            }

            await GenServer.Stop(probe.Address);
        });
        await pinging;
        while (world.Node.ProcessCount > 0)
            await Task.Delay(5);

        trips.Sort();
        var kernel = control.Worst();
        var bound = 50 + (10.0 * hogs / Environment.ProcessorCount) + (4 * kernel);
        var p99 = ByTime(trips, 0.99);
        world.Verdicts.Check(Invariant.HogDelayIsBounded, p99 <= bound, () => $"beside {hogs} hogs a call took {p99:0.0} ms at p99 by time; the bound is {bound:0} ms, where a plain thread was woken up to {kernel:0.0} ms late");
        return $"beside {hogs} hogs of {time.TotalSeconds:0.#} s: a call takes {ByTime(trips, 0.5):0.000} ms at p50, {p99:0.0} ms at p99 (by time), {trips[^1]:0.0} ms at most, and {first:0} ms at most in the first second; a plain thread was woken up to {kernel:0.0} ms late";
    }

    private static double ByTime(List<double> sorted, double share)
    {
        var left = sorted.Sum() * share;
        foreach (var value in sorted)
        {
            left -= value;
            if (left <= 0)
                return value;
        }

        return sorted[^1];
    }
}
