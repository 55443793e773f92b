using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Zhar;

/// <summary>What a key of a table holds at one moment. Never changes; a write puts another one in its place, which is what makes a write atomic.</summary>
internal sealed class TableCell<TValue>
{
    private readonly ImmutableList<TValue>? _several;

    internal TableCell(TValue value) => Value = value;

    internal TableCell(ImmutableList<TValue> values)
    {
        Value = values[0];
        _several = values.Count > 1 ? values : null;
    }

    /// <summary>The only value, or the first one.</summary>
    internal TValue Value { get; }

    internal int Count => _several?.Count ?? 1;

    internal ImmutableList<TValue> All => _several ?? [Value];

    internal IReadOnlyList<TValue> ToList() => _several is null ? [Value] : _several;
}

/// <summary>The keys and cells of a table. Reads take no lock; every change is one compare-and-swap of a cell.</summary>
internal abstract class TableStore<TKey, TValue>
    where TKey : notnull
{
    internal abstract int KeyCount { get; }

    internal abstract bool TryGet(TKey key, [MaybeNullWhen(false)] out TableCell<TValue> cell);

    internal abstract bool TryAdd(TKey key, TableCell<TValue> cell);

    internal abstract void Set(TKey key, TableCell<TValue> cell);

    internal abstract bool TryReplace(TKey key, TableCell<TValue> old, TableCell<TValue> cell);

    internal abstract bool TryRemove(TKey key, TableCell<TValue> old);

    internal abstract void Clear();

    /// <summary>All keys and cells at one moment.</summary>
    internal abstract IReadOnlyCollection<KeyValuePair<TKey, TableCell<TValue>>> Snapshot();
}

/// <summary>A table without an order.</summary>
internal sealed class HashStore<TKey, TValue> : TableStore<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TableCell<TValue>> _cells = new();

    internal override int KeyCount => _cells.Count;

    internal override bool TryGet(TKey key, [MaybeNullWhen(false)] out TableCell<TValue> cell) => _cells.TryGetValue(key, out cell);

    internal override bool TryAdd(TKey key, TableCell<TValue> cell) => _cells.TryAdd(key, cell);

    internal override void Set(TKey key, TableCell<TValue> cell) => _cells[key] = cell;

    internal override bool TryReplace(TKey key, TableCell<TValue> old, TableCell<TValue> cell) => _cells.TryUpdate(key, cell, old);

    internal override bool TryRemove(TKey key, TableCell<TValue> old) => _cells.TryRemove(new(key, old));

    internal override void Clear() => _cells.Clear();

    internal override IReadOnlyCollection<KeyValuePair<TKey, TableCell<TValue>>> Snapshot() => _cells.ToArray();
}

/// <summary>A table in the order of its keys: an immutable tree that writers, one at a time, replace by its successor.</summary>
internal sealed class OrderedStore<TKey, TValue>(IComparer<TKey> order) : TableStore<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _writers = new();
    private ImmutableSortedSet<KeyValuePair<TKey, TableCell<TValue>>> _cells =
        ImmutableSortedSet.Create<KeyValuePair<TKey, TableCell<TValue>>>(new ByKey(order));

    internal override int KeyCount => Now.Count;

    private ImmutableSortedSet<KeyValuePair<TKey, TableCell<TValue>>> Now => Volatile.Read(ref _cells);

    internal override bool TryGet(TKey key, [MaybeNullWhen(false)] out TableCell<TValue> cell)
    {
        var found = Now.TryGetValue(Probe(key), out var entry);
        cell = found ? entry.Value : null;
        return found;
    }

    internal override bool TryAdd(TKey key, TableCell<TValue> cell)
    {
        lock (_writers)
        {
            var next = _cells.Add(new(key, cell));
            var added = !ReferenceEquals(next, _cells);
            Volatile.Write(ref _cells, next);
            return added;
        }
    }

    internal override void Set(TKey key, TableCell<TValue> cell)
    {
        lock (_writers)
            Volatile.Write(ref _cells, _cells.Remove(Probe(key)).Add(new(key, cell)));
    }

    internal override bool TryReplace(TKey key, TableCell<TValue> old, TableCell<TValue> cell)
    {
        lock (_writers)
        {
            if (!_cells.TryGetValue(Probe(key), out var entry) || !ReferenceEquals(entry.Value, old))
                return false;
            Volatile.Write(ref _cells, _cells.Remove(entry).Add(new(entry.Key, cell)));
            return true;
        }
    }

    internal override bool TryRemove(TKey key, TableCell<TValue> old)
    {
        lock (_writers)
        {
            if (!_cells.TryGetValue(Probe(key), out var entry) || !ReferenceEquals(entry.Value, old))
                return false;
            Volatile.Write(ref _cells, _cells.Remove(entry));
            return true;
        }
    }

    internal override void Clear()
    {
        lock (_writers)
            Volatile.Write(ref _cells, _cells.Clear());
    }

    internal override IReadOnlyCollection<KeyValuePair<TKey, TableCell<TValue>>> Snapshot() => Now;

    internal bool TryEnd(bool last, [MaybeNullWhen(false)] out TKey key)
    {
        var now = Now;
        key = now.IsEmpty ? default : last ? now.Max.Key : now.Min.Key;
        return !now.IsEmpty;
    }

    /// <summary>The nearest key after or before <paramref name="from"/>, which need not be in the table.</summary>
    internal bool TryNeighbour(TKey from, bool after, [MaybeNullWhen(false)] out TKey key)
    {
        var now = Now;
        var at = now.IndexOf(Probe(from));
        var next = at >= 0 ? at + (after ? 1 : -1) : after ? ~at : ~at - 1;
        var found = next >= 0 && next < now.Count;
        key = found ? now[next].Key : default;
        return found;
    }

    private static KeyValuePair<TKey, TableCell<TValue>> Probe(TKey key) => new(key, null!); // only the key is compared

    private sealed class ByKey(IComparer<TKey> order) : IComparer<KeyValuePair<TKey, TableCell<TValue>>>
    {
        public int Compare(KeyValuePair<TKey, TableCell<TValue>> x, KeyValuePair<TKey, TableCell<TValue>> y) => order.Compare(x.Key, y.Key);
    }
}
