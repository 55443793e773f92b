using Zhar.Benchmarks.Measuring;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>200 processes send themselves a message with each message, and an outside thread pings.</summary>
internal static class FloodAndPing
{
    private const int Flooders = 200;

    internal static async Task Run(double seconds)
    {
        var node = Node.Start();
        var log = new PingLog();
        var pong = await node.Run(_ => Pong.Start(log).AsTask());
        await node.Run(async _ =>
        {
            for (var i = 0; i < Flooders; i++)
                (await Flooder.Start()).Go();
        });
        await OutsidePinger.Run(pong, log, 1);
        var first = log.Count;
        var sent = await OutsidePinger.Run(pong, log, seconds);
        var sorted = log.Sorted(first);
        Child.Figure("delivered", sorted.Length / (double)sent);
        Child.Figure("p50_ms", Statistics.Percentile(sorted, 0.5));
        Child.Figure("p99_ms", Statistics.Percentile(sorted, 0.99));
    }
}
