namespace Zhar;

/// <summary>An array of 64-bit numbers with atomic operations, shared by any number of processes and threads. Source: OTP atomics.</summary>
public sealed class Atomics
{
    private readonly long[] _cells;

    /// <summary>Makes <paramref name="size"/> numbers at 0.</summary>
    public Atomics(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _cells = new long[size];
    }

    /// <summary>How many numbers.</summary>
    public int Size => _cells.Length;

    /// <summary>Reads number <paramref name="index"/>, 0-based.</summary>
    public long Get(int index) => Interlocked.Read(ref Cell(index));

    /// <summary>Writes number <paramref name="index"/>.</summary>
    public void Put(int index, long value) => Interlocked.Exchange(ref Cell(index), value);

    /// <summary>Adds and returns the sum, which wraps at 64 bits.</summary>
    public long AddGet(int index, long value) => Interlocked.Add(ref Cell(index), value);

    /// <summary>Writes and returns the old value.</summary>
    public long Exchange(int index, long value) => Interlocked.Exchange(ref Cell(index), value);

    /// <summary>Writes <paramref name="value"/> if the number is <paramref name="expected"/>. Returns what it was: <paramref name="expected"/> when it was written.</summary>
    public long CompareExchange(int index, long expected, long value) => Interlocked.CompareExchange(ref Cell(index), value, expected);

    private ref long Cell(int index)
    {
        if ((uint)index >= (uint)_cells.Length)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Size} numbers, from 0 to {Size - 1}.");
        return ref _cells[index];
    }
}
