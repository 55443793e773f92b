namespace Zhar.Runtime;

/// <summary>
/// What the runtime's tables of many small entries have in common: one array without gaps for chains, half to four fifths full. A hash set of the
/// framework takes 20 to 40 bytes an entry, such an array 10 to 16.
/// </summary>
internal static class OpenAddressing
{
    /// <summary>Where the search for a number begins. Numbers of processes are handed out in order: they are spread, and otherwise for each length.</summary>
    /// <remarks>
    /// Entries often come and go in the order of another table, as when a supervisor stops its children. Were that the order of this one too, those that
    /// are left after a resize would stand side by side, and each removal would walk over all of them.
    /// </remarks>
    internal static int First(long number, int length)
    {
        var hash = ((ulong)number ^ ((ulong)length << 40)) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
        return (int)((hash >> 32) * (ulong)length >> 32);
    }

    /// <summary>The place behind <paramref name="index"/>.</summary>
    internal static int Next(int index, int length) => ++index == length ? 0 : index;

    /// <summary>Whether an array has to grow before it takes one more entry.</summary>
    internal static bool IsFull(int count, int length) => (count + 1) * 5L > length * 4L;

    /// <summary>The length to grow to. By half and not to the double, which wastes less on average.</summary>
    internal static int Longer(int length) => length + (length / 2);

    /// <summary>Whether so few entries are left that the array should be half as long.</summary>
    internal static bool IsSparse(int count, int length) => count * 8L < length;
}
