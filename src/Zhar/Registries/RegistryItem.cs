using Zhar.Runtime;

namespace Zhar;

/// <summary>One entry. Its value never changes; an update puts another item in its place, so that readers need no lock.</summary>
internal sealed class RegistryItem<TKey, TValue>(RegistryHolding<TKey, TValue> holding, TKey key, TValue value) : SlotEntry
    where TKey : notnull
{
    internal readonly RegistryHolding<TKey, TValue> Holding = holding;
    internal readonly TKey Key = key;
    internal readonly TValue Value = value;

    /// <summary>Its place in the holding's list.</summary>
    internal int HeldAt;

    internal Pid Pid => Holding.Owner.Pid;
}

/// <summary>What one process has in one registry. Released with the process, before anybody hears of its death.</summary>
internal sealed class RegistryHolding<TKey, TValue>(RegistryStore<TKey, TValue> store, ProcessCore owner) : IOwned
    where TKey : notnull
{
    private readonly List<RegistryItem<TKey, TValue>> _items = new(1);
    private bool _released;

    internal ProcessCore Owner => owner;

    internal RegistryStore<TKey, TValue> Store => store;

    /// <summary>The holding of <paramref name="process"/>, or null when it has never registered here.</summary>
    internal static RegistryHolding<TKey, TValue>? Of(ProcessCore process, RegistryStore<TKey, TValue> store) =>
        process.FindOwned<RegistryHolding<TKey, TValue>>(store, static (h, s) => ReferenceEquals(h.Store, s));

    /// <summary>As above, made when missing. Null: the process is dying.</summary>
    internal static RegistryHolding<TKey, TValue>? OfOrNew(ProcessCore process, RegistryStore<TKey, TValue> store)
    {
        if (Of(process, store) is { } known)
            return known;
        var made = new RegistryHolding<TKey, TValue>(store, process);
        return process.TryAddOwned(made) ? made : null;
    }

    /// <summary>Adds an entry. False with nothing in the way: the owner is dead.</summary>
    internal bool TryAdd(TKey key, TValue value, out RegistryItem<TKey, TValue>? inTheWay)
    {
        var item = new RegistryItem<TKey, TValue>(this, key, value);
        lock (_items)
        {
            inTheWay = null;
            if (_released)
                return false;
            inTheWay = store.Enter(item);
            if (inTheWay is not null)
                return false;
            item.HeldAt = _items.Count;
            _items.Add(item);
            return true;
        }
    }

    internal bool Remove(RegistryItem<TKey, TValue> item)
    {
        lock (_items)
        {
            if (item.HeldAt >= _items.Count || !ReferenceEquals(_items[item.HeldAt], item))
                return false;
            var last = _items[^1];
            _items[item.HeldAt] = last;
            last.HeldAt = item.HeldAt;
            _items.RemoveAt(_items.Count - 1);
            store.Leave(item);
            return true;
        }
    }

    /// <summary>Removes all entries under a key. Looks through the key's entries or the process' own, whichever are fewer. False: there were none.</summary>
    internal bool RemoveAll(TKey key)
    {
        lock (_items)
        {
            var removed = false;
            if (store.CountOf(key) < _items.Count)
            {
                foreach (var item in store.Of(key))
                    removed |= ReferenceEquals(item.Holding, this) && Remove(item);
                return removed;
            }

            for (var i = _items.Count - 1; i >= 0; i--)
                removed |= EqualityComparer<TKey>.Default.Equals(_items[i].Key, key) && Remove(_items[i]);
            return removed;
        }
    }

    internal bool Replace(RegistryItem<TKey, TValue> old, TValue value)
    {
        lock (_items)
        {
            var item = new RegistryItem<TKey, TValue>(this, old.Key, value) { HeldAt = old.HeldAt };
            if (_released || !store.Exchange(old, item))
                return false;
            _items[old.HeldAt] = item;
            return true;
        }
    }

    internal RegistryItem<TKey, TValue>[] Copy()
    {
        lock (_items)
            return [.. _items];
    }

    public void Release(ProcessCore owner, ExitReason reason)
    {
        lock (_items)
        {
            _released = true;
            foreach (var item in _items)
                store.Leave(item);
            _items.Clear();
        }
    }
}
