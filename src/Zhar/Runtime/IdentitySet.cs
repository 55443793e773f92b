using System.Runtime.CompilerServices;

namespace Zhar.Runtime;

/// <summary>A set of objects that compare by identity.</summary>
internal sealed class IdentitySet
{
    private const int FirstSize = 16;

    private object?[] _slots = new object?[FirstSize];

    internal int Count { get; private set; }

    internal bool Contains(object entry) => IndexOf(entry) >= 0;

    /// <summary>False: it was in the set.</summary>
    internal bool Add(object entry)
    {
        if (IndexOf(entry) >= 0)
            return false;
        if (OpenAddressing.IsFull(Count, _slots.Length))
            Resize(OpenAddressing.Longer(_slots.Length));
        Place(entry);
        Count++;
        return true;
    }

    /// <summary>False: it was not in the set.</summary>
    internal bool Remove(object entry)
    {
        var i = IndexOf(entry);
        if (i < 0)
            return false;
        _slots[i] = null;
        Count--;

        // Close the gap: entries behind it may belong in front of it.
        for (var j = OpenAddressing.Next(i, _slots.Length); _slots[j] is { } moved; j = OpenAddressing.Next(j, _slots.Length))
        {
            _slots[j] = null;
            Place(moved);
        }

        if (_slots.Length > FirstSize && OpenAddressing.IsSparse(Count, _slots.Length))
            Resize(_slots.Length / 2);
        return true;
    }

    internal List<object> ToList()
    {
        var all = new List<object>(Count);
        foreach (var slot in _slots)
        {
            if (slot is not null)
                all.Add(slot);
        }

        return all;
    }

    private static int First(object entry, int length) =>
        OpenAddressing.First(entry is ProcessCore process ? process.Id : RuntimeHelpers.GetHashCode(entry), length);

    private int IndexOf(object entry)
    {
        var slots = _slots;
        for (var i = First(entry, slots.Length); slots[i] is { } found; i = OpenAddressing.Next(i, slots.Length))
        {
            if (ReferenceEquals(found, entry))
                return i;
        }

        return -1;
    }

    private void Place(object entry)
    {
        var slots = _slots;
        var i = First(entry, slots.Length);
        while (slots[i] is not null)
            i = OpenAddressing.Next(i, slots.Length);
        slots[i] = entry;
    }

    private void Resize(int size)
    {
        var old = _slots;
        _slots = new object?[size];
        foreach (var slot in old)
        {
            if (slot is not null)
                Place(slot);
        }
    }
}
