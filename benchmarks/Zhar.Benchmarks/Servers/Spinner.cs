using System.Diagnostics;

namespace Zhar.Benchmarks.Servers;

/// <summary>A handler that hogs a processor: for ever, or for a time with each message.</summary>
internal sealed partial class Spinner : GenServer<TimeSpan>
{
    private static long Seed = 1;

    private Init<TimeSpan> Init(TimeSpan perMessage) => Ok(perMessage);

    [Cast]
    private void Go()
    {
        if (State == Timeout.InfiniteTimeSpan)
        {
            for (long x = 1; Volatile.Read(ref x) != 0;)
                x = (x * 6364136223846793005) + 1442695040888963407 | 1;
        }

        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < State;)
            Volatile.Write(ref Seed, Seed * 6364136223846793005);
        new Ref(Self).Go();
    }
}
