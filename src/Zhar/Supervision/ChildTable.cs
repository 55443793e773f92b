using Zhar.Runtime;

namespace Zhar.Supervision;

/// <summary>
/// The children of a dynamic supervisor by process: two references each in one open-addressed array, so that a million children cost their
/// supervisor a few dozen bytes each. The second is what is needed to start the child again.
/// </summary>
internal sealed class ChildTable
{
    private const int FirstSize = 8;

    private Slot[] _slots = new Slot[FirstSize];

    internal int Count { get; private set; }

    internal void Add(PidTarget process, object start)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L)
            Resize(_slots.Length * 2);
        Place(new Slot(process, start));
        Count++;
    }

    internal object? Find(PidTarget process)
    {
        var i = IndexOf(process);
        return i < 0 ? null : _slots[i].Start;
    }

    /// <summary>Takes an entry out and returns it; null when there is none.</summary>
    internal object? Remove(PidTarget process)
    {
        var i = IndexOf(process);
        if (i < 0)
            return null;
        var start = _slots[i].Start;
        _slots[i] = default;
        Count--;

        // Close the gap: entries behind it may belong in front of it.
        var mask = _slots.Length - 1;
        for (var j = (i + 1) & mask; _slots[j].Process is not null; j = (j + 1) & mask)
        {
            var moved = _slots[j];
            _slots[j] = default;
            Place(moved);
        }

        if (_slots.Length > FirstSize && Count * 8L < _slots.Length)
            Resize(_slots.Length / 2);
        return start;
    }

    internal IEnumerable<(PidTarget Process, object Start)> All()
    {
        foreach (var slot in _slots)
        {
            if (slot.Process is { } process)
                yield return (process, slot.Start);
        }
    }

    internal void Clear()
    {
        _slots = new Slot[FirstSize];
        Count = 0;
    }

    private int IndexOf(PidTarget process)
    {
        var mask = _slots.Length - 1;
        for (var i = First(process, mask); _slots[i].Process is { } found; i = (i + 1) & mask)
        {
            if (ReferenceEquals(found, process) || new Pid(found) == new Pid(process))
                return i;
        }

        return -1;
    }

    private void Place(Slot slot)
    {
        var mask = _slots.Length - 1;
        var i = First(slot.Process!, mask); // only full slots are placed
        while (_slots[i].Process is not null)
            i = (i + 1) & mask;
        _slots[i] = slot;
    }

    private void Resize(int size)
    {
        var old = _slots;
        _slots = new Slot[size];
        foreach (var slot in old)
        {
            if (slot.Process is not null)
                Place(slot);
        }
    }

    // Numbers of processes are handed out in order: spread them (Fibonacci hashing).
    private static int First(PidTarget process, int mask) => (int)((ulong)process.Id * 0x9E3779B97F4A7C15 >> 33) & mask;

    private readonly record struct Slot(PidTarget? Process, object Start);
}
