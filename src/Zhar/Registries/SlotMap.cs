using System.Collections;
using System.Collections.Concurrent;

namespace Zhar.Runtime;

/// <summary>
/// Keys with one entry or several. The usual single entry lies in the dictionary itself; a second one under the same key brings a <see cref="SlotSet"/>.
/// Look-ups take no lock.
/// </summary>
internal sealed class SlotMap<TKey, TEntry>
    where TKey : notnull
    where TEntry : SlotEntry
{
    private readonly ConcurrentDictionary<TKey, object> _map = new();

    internal int KeyCount => _map.Count;

    internal Slots<TEntry> this[TKey key] => _map.TryGetValue(key, out var found) ? new(found) : default;

    internal TEntry? Single(TKey key)
    {
        if (!_map.TryGetValue(key, out var found))
            return null;
        if (found is TEntry entry)
            return entry;
        TEntry? only = null;
        foreach (var one in new Slots<TEntry>(found)) // once there were several
        {
            if (only is not null)
                return null;
            only = one;
        }

        return only;
    }

    internal IEnumerable<TEntry> All()
    {
        foreach (var (_, found) in _map)
        {
            foreach (var entry in new Slots<TEntry>(found))
                yield return entry;
        }
    }

    /// <summary>Adds an entry where none may be. Null on success, else the one that is there.</summary>
    internal TEntry? TryAddOnly(TKey key, TEntry entry)
    {
        while (!_map.TryAdd(key, entry))
        {
            if (_map.TryGetValue(key, out var found))
                return (TEntry)found;
        }

        return null;
    }

    internal void Add(TKey key, TEntry entry)
    {
        while (true)
        {
            if (!_map.TryGetValue(key, out var found))
            {
                if (_map.TryAdd(key, entry))
                    return;
            }
            else if (found is SlotSet set)
            {
                if (set.TryAdd(entry))
                    return;
                _map.TryRemove(new(key, set)); // emptied; whoever emptied it is about to do the same
            }
            else if (_map.TryUpdate(key, new SlotSet((TEntry)found, entry), found))
            {
                return;
            }
        }
    }

    internal bool Remove(TKey key, TEntry entry)
    {
        while (!_map.TryRemove(new(key, entry)))
        {
            if (!_map.TryGetValue(key, out var found))
                return false;
            if (found is SlotSet set)
            {
                if (!set.Remove(entry, out var empty))
                    return false;
                if (empty)
                    _map.TryRemove(new(key, set));
                return true;
            }

            if (!ReferenceEquals(found, entry))
                return false;
        }

        return true;
    }

    internal bool Replace(TKey key, TEntry old, TEntry entry) => _map.TryUpdate(key, entry, old);
}

/// <summary>The entries under one key at one moment.</summary>
internal readonly struct Slots<TEntry> : IEnumerable<TEntry>
    where TEntry : SlotEntry
{
    private readonly TEntry? _one;
    private readonly SlotEntry?[]? _many;
    private readonly int _used;

    internal Slots(object found)
    {
        if (found is SlotSet set)
        {
            (_many, _used) = set.Read();
            _used = Math.Min(_used, _many.Length);
        }
        else
        {
            _one = (TEntry)found;
        }
    }

    /// <summary>At most so many entries: removed ones may be counted.</summary>
    internal int Limit => _many is not null ? Math.Max(_used, 0) : _one is null ? 0 : 1;

    public Enumerator GetEnumerator() => new(_one, _many, _used);

    IEnumerator<TEntry> IEnumerable<TEntry>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal struct Enumerator(TEntry? one, SlotEntry?[]? many, int used) : IEnumerator<TEntry>
    {
        private TEntry? _current;
        private int _next;

        public readonly TEntry Current => _current!;

        readonly object IEnumerator.Current => _current!;

        public bool MoveNext()
        {
            if (many is null)
            {
                _current = one;
                return _next++ == 0 && one is not null;
            }

            while (_next < used)
            {
                if (Volatile.Read(ref many[_next++]) is { } entry)
                {
                    _current = (TEntry)entry;
                    return true;
                }
            }

            return false;
        }

        public void Reset() => _next = 0;

        public readonly void Dispose()
        {
        }
    }
}
