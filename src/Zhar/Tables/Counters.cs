namespace Zhar;

/// <summary>An array of counters that any number of processes and threads change at once. Belongs to nobody; share the object. Wraps at 64 bits. Source: OTP counters.</summary>
public sealed class Counters
{
    private const int LineLength = 8; // longs in a cache line

    private readonly long[] _cells;
    private readonly int _stride;
    private readonly int _stripeMask;

    /// <summary>Makes <paramref name="size"/> counters at 0.</summary>
    /// <param name="size">How many.</param>
    /// <param name="striped">Each core counts for itself and <see cref="Get"/> adds up: faster writes, slower reads, and a read beside writes is not a moment's value. Default <c>false</c>.</param>
    public Counters(int size, bool striped = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        _stride = (size + LineLength - 1) / LineLength * LineLength;
        var stripes = striped ? (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount) : 1;
        _stripeMask = stripes - 1;

        // A line of air at each end keeps neighbours in memory from slowing the counters down.
        _cells = new long[(_stride * stripes) + (2 * LineLength)];
    }

    /// <summary>How many counters.</summary>
    public int Size { get; }

    /// <summary>Adds to counter <paramref name="index"/>, 0-based.</summary>
    public void Add(int index, long value) => Interlocked.Add(ref Cell(index, _stripeMask == 0 ? 0 : Thread.GetCurrentProcessorId() & _stripeMask), value);

    /// <summary>Subtracts from counter <paramref name="index"/>.</summary>
    public void Subtract(int index, long value) => Add(index, unchecked(-value));

    /// <summary>The value of counter <paramref name="index"/>.</summary>
    public long Get(int index)
    {
        var sum = 0L;
        for (var stripe = 0; stripe <= _stripeMask; stripe++)
            sum = unchecked(sum + Volatile.Read(ref Cell(index, stripe)));
        return sum;
    }

    /// <summary>Sets counter <paramref name="index"/>. What others add to striped counters at the same moment may be lost.</summary>
    public void Put(int index, long value)
    {
        for (var stripe = _stripeMask; stripe > 0; stripe--)
            Volatile.Write(ref Cell(index, stripe), 0);
        Interlocked.Exchange(ref Cell(index, 0), value);
    }

    private ref long Cell(int index, int stripe)
    {
        if ((uint)index >= (uint)Size)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Size} counters, from 0 to {Size - 1}.");
        return ref _cells[LineLength + (stripe * _stride) + index];
    }
}
