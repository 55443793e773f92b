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
        if (OpenAddressing.IsFull(Count, _slots.Length))
            Resize(OpenAddressing.Longer(_slots.Length));
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
        for (var j = Next(i); _slots[j].Process is not null; j = Next(j))
        {
            var moved = _slots[j];
            _slots[j] = default;
            Place(moved);
        }

        if (_slots.Length > FirstSize && OpenAddressing.IsSparse(Count, _slots.Length))
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
        for (var i = First(process); _slots[i].Process is { } found; i = Next(i))
        {
            if (ReferenceEquals(found, process) || new Pid(found) == new Pid(process))
                return i;
        }

        return -1;
    }

    private void Place(Slot slot)
    {
        var i = First(slot.Process!); // only full slots are placed
        while (_slots[i].Process is not null)
            i = Next(i);
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

    private int First(PidTarget process) => OpenAddressing.First(process.Id, _slots.Length);

    private int Next(int index) => OpenAddressing.Next(index, _slots.Length);

    private readonly record struct Slot(PidTarget? Process, object Start);
}
