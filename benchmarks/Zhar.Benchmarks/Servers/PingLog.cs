using System.Diagnostics;

namespace Zhar.Benchmarks.Servers;

/// <summary>The times of pings that come one each few milliseconds. One writer; read by another thread at any time.</summary>
internal sealed class PingLog
{
    private readonly long[] _ticks = new long[100_000];
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    internal void Add(long ticks)
    {
        _ticks[_count] = ticks;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Milliseconds, sorted, of the pings from number <paramref name="first"/> on.</summary>
    internal double[] Sorted(int first)
    {
        var sorted = _ticks[first..Count].Select(static t => Stopwatch.GetElapsedTime(0, t).TotalMilliseconds).ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
