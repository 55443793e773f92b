using System.Diagnostics;
using Zhar.Benchmarks.Servers;

namespace Zhar.Benchmarks.Children;

/// <summary>Sends a ping each 2 ms from a thread that is no process, whether the one before came through or not.</summary>
internal static class OutsidePinger
{
    /// <summary>Pings for so many seconds, waits a moment for the last ones, and returns how many were sent.</summary>
    internal static Task<int> Run(Pong.Ref pong, PingLog log, double seconds)
    {
        var done = new TaskCompletionSource<int>();
        new Thread(() =>
        {
            var sent = 0;
            var before = log.Count;
            for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds; sent++)
            {
                pong.Arrived(Stopwatch.GetTimestamp());
                Thread.Sleep(2);
            }

            for (var i = 0; i < 100 && log.Count - before < sent; i++)
                Thread.Sleep(10);
            done.SetResult(sent);
        }).Start();
        return done.Task;
    }
}
