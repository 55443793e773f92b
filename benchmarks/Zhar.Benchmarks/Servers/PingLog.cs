using System.Diagnostics;

namespace Zhar.Benchmarks.Servers;

/// <summary>The times of pings. One writer; read by another thread at any time.</summary>
internal sealed class PingLog
{
    private readonly long[] _ticks = new long[8_000_000];
    private int _count;
    private long _sentAt;

    internal int Count => Volatile.Read(ref _count);

    internal int FailedCalls;

    /// <summary>When the ping was sent that is still under way.</summary>
    internal long SentAt
    {
        get => Volatile.Read(ref _sentAt);
        set => Volatile.Write(ref _sentAt, value);
    }

    internal void Add(long ticks)
    {
        if (_count >= _ticks.Length)
            return;
        _ticks[_count] = ticks;
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Microseconds, sorted, of the pings from number <paramref name="first"/> on; with <paramref name="underWay"/>, the one that has not ended counts at its age.</summary>
    internal double[] Sorted(int first, bool underWay = false)
    {
        var sorted = _ticks[first..Count].Select(static t => Stopwatch.GetElapsedTime(0, t).TotalMicroseconds).ToList();
        if (underWay)
            sorted.Add(Stopwatch.GetElapsedTime(SentAt).TotalMicroseconds);
        sorted.Sort();
        return [.. sorted];
    }
}
