using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>100 processes block their thread for a second with each message, and an outside thread pings. The burst is the first two seconds.</summary>
internal static class SleepersAndPing
{
    private const int Sleepers = 100;

    internal static async Task Run(double seconds)
    {
        var node = Node.Start();
        var log = new PingLog();
        var pong = await node.Run(_ => Pong.Start(log).AsTask());
        await OutsidePinger.Run(pong, log, 0.5);
        var first = log.Count;
        await node.Run(async _ =>
        {
            for (var i = 0; i < Sleepers; i++)
                (await Blocker.Start(TimeSpan.FromSeconds(1))).Go();
        });
        var inBurst = await OutsidePinger.Run(pong, log, 2);
        var burst = log.Sorted(first);
        var steadyFrom = log.Count;
        var sent = await OutsidePinger.Run(pong, log, seconds);
        var steady = log.Sorted(steadyFrom);
        Child.Figure("delivered", (burst.Length + steady.Length) / (double)(inBurst + sent));
        Child.Figure("burst_max_ms", burst[^1]);
        Child.Figure("steady_p50_ms", Statistics.Percentile(steady, 0.5));
        Child.Figure("steady_p99_ms", Statistics.Percentile(steady, 0.99));
    }
}
