namespace Zhar.Runtime;

/// <summary>Something that can be one of several under a key; knows its place among them.</summary>
internal abstract class SlotEntry
{
    internal int Slot;
}

/// <summary>
/// The entries under one key, in the order they came. Writers lock the set for a few instructions; adding and removing cost the same however many
/// entries there are. Readers take no lock: they walk the array they found, where a removed entry is an empty slot.
/// </summary>
internal sealed class SlotSet
{
    private const int FirstSize = 4;

    private SlotEntry?[] _slots = new SlotEntry?[FirstSize];
    private int _used; // -1: emptied and out of use
    private int _live;

    /// <summary>Makes the set of an entry that was alone under its key, at slot 0, and the one that comes to it.</summary>
    internal SlotSet(SlotEntry first, SlotEntry second)
    {
        first.Slot = 0;
        second.Slot = 1;
        _slots[0] = first;
        _slots[1] = second;
        _used = _live = 2;
    }

    internal int Count => Volatile.Read(ref _live);

    /// <summary>False: the set has been emptied; make a new one.</summary>
    internal bool TryAdd(SlotEntry entry)
    {
        lock (this)
        {
            if (_used < 0)
                return false;
            if (_used == _slots.Length)
                MoveTo(_live > _slots.Length / 2 ? _slots.Length * 2 : _slots.Length);
            entry.Slot = _used;
            Volatile.Write(ref _slots[_used], entry);
            Volatile.Write(ref _used, _used + 1);
            _live++;
            return true;
        }
    }

    internal bool Remove(SlotEntry entry, out bool empty)
    {
        lock (this)
        {
            empty = false;
            if (_used < 0 || entry.Slot >= _used || !ReferenceEquals(_slots[entry.Slot], entry))
                return false;
            _slots[entry.Slot] = null;
            if (--_live == 0)
            {
                empty = true;
                Volatile.Write(ref _used, -1);
                _slots = [];
            }
            else if (_slots.Length > FirstSize && _live * 8 < _slots.Length)
            {
                MoveTo(_slots.Length / 4);
            }

            return true;
        }
    }

    /// <summary>What is here now. The count is read first: whatever array is found after it has all these entries within that length.</summary>
    internal (SlotEntry?[] Slots, int Used) Read()
    {
        var used = Volatile.Read(ref _used);
        return (Volatile.Read(ref _slots), used);
    }

    // Into a new array: readers may be walking the old one.
    private void MoveTo(int size)
    {
        var slots = new SlotEntry?[Math.Max(size, FirstSize)];
        var used = 0;
        for (var i = 0; i < _used; i++)
        {
            if (_slots[i] is not { } entry)
                continue;
            entry.Slot = used;
            slots[used++] = entry;
        }

        Volatile.Write(ref _slots, slots);
        Volatile.Write(ref _used, used);
    }
}
