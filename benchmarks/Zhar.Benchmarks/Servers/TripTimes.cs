using System.Diagnostics;
using System.Numerics;

namespace Zhar.Benchmarks.Servers;

/// <summary>
/// The times of round trips that follow each other without a gap, millions a second: a count and a sum per bucket, 32 buckets for each doubling, so
/// a percentile is right within 3 percent. One writer; read by another thread at any time.
/// </summary>
internal sealed class TripTimes
{
    private const int SubBits = 5, Sub = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * Sub];
    private long _sentAt;
    private long _max;

    internal int FailedCalls;

    internal void Sent() => Volatile.Write(ref _sentAt, Stopwatch.GetTimestamp());

    internal void Back()
    {
        var ticks = Stopwatch.GetTimestamp() - _sentAt;
        _counts[Bucket(ticks)]++;
        if (ticks > _max)
            _max = ticks;
    }

    internal long[] Snapshot()
    {
        _max = 0;
        return [.. _counts];
    }

    /// <summary>The figures since a snapshot, in microseconds. The trip that has not ended counts at its age.</summary>
    internal (long Trips, double P50, double P99, double Max) Since(long[] before)
    {
        var underWay = Stopwatch.GetTimestamp() - Volatile.Read(ref _sentAt);
        var counts = _counts.Select((c, i) => c - before[i]).ToArray();
        var trips = counts.Sum();
        counts[Bucket(underWay)]++;
        var total = counts.Select((c, i) => c * (double)Middle(i)).Sum();
        return (trips, At(counts, total * 0.5), At(counts, total * 0.99), Microseconds(Math.Max(_max, underWay)));
    }

    private static double At(long[] counts, double left)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            left -= counts[i] * (double)Middle(i);
            if (left <= 0 && counts[i] > 0)
                return Microseconds(Middle(i));
        }

        return double.NaN;
    }

    private static int Bucket(long ticks)
    {
        if (ticks < Sub)
            return (int)Math.Max(0, ticks);
        var shift = BitOperations.Log2((ulong)ticks) - SubBits;
        return (shift * Sub) + (int)(ticks >> shift);
    }

    private static long Middle(int bucket)
    {
        if (bucket < 2 * Sub)
            return bucket;
        var shift = (bucket / Sub) - 1;
        return ((long)((bucket % Sub) + Sub) << shift) + (1L << shift >> 1);
    }

    private static double Microseconds(long ticks) => Stopwatch.GetElapsedTime(0, ticks).TotalMicroseconds;
}
