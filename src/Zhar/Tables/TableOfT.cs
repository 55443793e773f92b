using System.Diagnostics.CodeAnalysis;
using Zhar.Runtime;
using Zhar.Scheduling;

namespace Zhar;

/// <summary>A <see cref="Table"/> with keys of type <typeparamref name="TKey"/>. Made with <c>Table.Create</c>.</summary>
/// <remarks>
/// <code>
/// var hits = Table.Create&lt;string, long&gt;(new TableOptions { Name = "hits", Protection = TableProtection.Public });
/// hits.UpdateCounter("/home", 1, initial: 0);
/// </code>
/// Every operation on one key is atomic. Walking the table works on a snapshot. All operations throw <see cref="ArgumentException"/> when the table
/// is gone or the current process may not do this with it.
/// </remarks>
public sealed class Table<TKey, TValue> : Table
    where TKey : notnull
{
    private TableStore<TKey, TValue>? _store;

    internal Table(TableOptions options, ProcessCore owner, IComparer<TKey> order)
        : base(options, owner) =>
        _store = options.Type == TableType.OrderedSet ? new OrderedStore<TKey, TValue>(order) : new HashStore<TKey, TValue>();

    /// <inheritdoc/>
    public override bool Exists => Volatile.Read(ref _store) is not null;

    internal override int KeyCount => Volatile.Read(ref _store)?.KeyCount ?? 0;

    // ---- write -------------------------------------------------------------------------------------------------------

    /// <summary>Puts a value under a key: in place of the one there, in a bag beside them.</summary>
    public void Insert(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var fence = ProcessFence.Enter();
        var store = Writable(fence.Process, "Insert");
        if (!HasSeveralValues)
        {
            store.Set(key, new TableCell<TValue>(value));
            return;
        }

        while (true)
        {
            if (!store.TryGet(key, out var cell))
            {
                if (store.TryAdd(key, new TableCell<TValue>(value)))
                    return;
            }
            else if ((Type == TableType.Bag && cell.All.Contains(value)) || store.TryReplace(key, cell, new TableCell<TValue>(cell.All.Add(value))))
            {
                return;
            }
        }
    }

    /// <summary>Puts a value under a key that has none. False: it has one, and nothing changed.</summary>
    public bool InsertNew(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var fence = ProcessFence.Enter();
        return Writable(fence.Process, "InsertNew").TryAdd(key, new TableCell<TValue>(value));
    }

    /// <summary>Removes a key with all it holds. Does nothing when it is not there.</summary>
    public void Delete(TKey key) => TakeCell(key, "Delete");

    /// <summary>Removes all values under <paramref name="key"/> that equal <paramref name="value"/>.</summary>
    public void DeleteObject(TKey key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var fence = ProcessFence.Enter();
        var store = Writable(fence.Process, "DeleteObject");
        while (store.TryGet(key, out var cell))
        {
            var rest = cell.All.RemoveAll(v => EqualityComparer<TValue>.Default.Equals(v, value));
            if (rest.Count == cell.Count || (rest.IsEmpty ? store.TryRemove(key, cell) : store.TryReplace(key, cell, new TableCell<TValue>(rest))))
                return;
        }
    }

    /// <summary>Removes a key and returns what it held; nothing when it was not there.</summary>
    public IReadOnlyList<TValue> Take(TKey key) => TakeCell(key, "Take")?.ToList() ?? [];

    /// <summary>Removes all keys and keeps the table. Source: OTP ets:delete_all_objects/1.</summary>
    public void Clear()
    {
        using var fence = ProcessFence.Enter();
        Writable(fence.Process, "Clear").Clear();
    }

    /// <summary>Removes the entries that <paramref name="match"/> accepts and returns how many. Each key changes by itself. Source: OTP ets:select_delete/2.</summary>
    public int SelectDelete(Func<TKey, TValue, bool> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        var deleted = 0;
        foreach (var (key, _) in Writable("SelectDelete").Snapshot())
        {
            // The match is the caller's code, so it runs outside of the fence, and again when the key changed meanwhile.
            while (Writable("SelectDelete").TryGet(key, out var cell))
            {
                var rest = cell.All.RemoveAll(v => match(key, v));
                if (rest.Count == cell.Count)
                    break;
                using var fence = ProcessFence.Enter();
                var store = Writable(fence.Process, "SelectDelete");
                if (!(rest.IsEmpty ? store.TryRemove(key, cell) : store.TryReplace(key, cell, new TableCell<TValue>(rest))))
                    continue;
                deleted += cell.Count - rest.Count;
                break;
            }
        }

        return deleted;
    }

    /// <summary>Replaces the value of a key by one made from it, atomically. <paramref name="change"/> may run several times when others write the same key.</summary>
    /// <returns>Whether the key was there.</returns>
    /// <exception cref="ArgumentException">The table is a bag.</exception>
    public bool UpdateElement(TKey key, Func<TValue, TValue> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return TryModify("UpdateElement", key, change, static (old, c) => c(old), hasInitial: false, default!, out _);
    }

    /// <summary>As above; a key that is not there starts from <paramref name="initial"/>.</summary>
    /// <returns>The new value.</returns>
    public TValue UpdateElement(TKey key, Func<TValue, TValue> change, TValue initial)
    {
        ArgumentNullException.ThrowIfNull(change);
        TryModify("UpdateElement", key, change, static (old, c) => c(old), hasInitial: true, initial, out var result);
        return result!;
    }

    // ---- read --------------------------------------------------------------------------------------------------------

    /// <summary>What a key holds; empty when it is not there.</summary>
    public IReadOnlyList<TValue> Lookup(TKey key) => Readable("Lookup").TryGet(key, out var cell) ? cell.ToList() : [];

    /// <summary>The value of a key, of a bag the first one, without allocating. False: it is not there.</summary>
    public bool TryLookup(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = Readable("TryLookup").TryGet(key, out var cell);
        value = found ? cell!.Value : default;
        return found;
    }

    /// <summary>Whether a key is there.</summary>
    public bool Member(TKey key) => Readable("Member").TryGet(key, out _);

    /// <summary>How many values there are.</summary>
    public int Count()
    {
        var store = Readable("Count");
        return HasSeveralValues ? store.Snapshot().Sum(static e => e.Value.Count) : store.KeyCount;
    }

    /// <summary>The entries that <paramref name="match"/> accepts, all by default; in the order of the keys when they have one.</summary>
    public IReadOnlyList<KeyValuePair<TKey, TValue>> Select(Func<TKey, TValue, bool>? match = null)
    {
        var selected = new List<KeyValuePair<TKey, TValue>>();
        foreach (var (key, cell) in Readable("Select").Snapshot())
        {
            foreach (var value in cell.ToList())
            {
                if (match is null || match(key, value))
                    selected.Add(new(key, value));
            }
        }

        return selected;
    }

    /// <summary>How many entries <paramref name="match"/> accepts.</summary>
    public int SelectCount(Func<TKey, TValue, bool> match) => Fold(0, (count, key, value) => match(key, value) ? count + 1 : count);

    /// <summary>Folds all entries, in the order of the keys when they have one.</summary>
    public TResult Fold<TResult>(TResult seed, Func<TResult, TKey, TValue, TResult> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        foreach (var (key, cell) in Readable("Fold").Snapshot())
        {
            foreach (var value in cell.ToList())
                seed = step(seed, key, value);
        }

        return seed;
    }

    /// <summary>The first key of an ordered table. False: it is empty.</summary>
    public bool First([MaybeNullWhen(false)] out TKey key) => Ordered("First").TryEnd(last: false, out key);

    /// <summary>The last key of an ordered table. False: it is empty.</summary>
    public bool Last([MaybeNullWhen(false)] out TKey key) => Ordered("Last").TryEnd(last: true, out key);

    /// <summary>The key of an ordered table that comes after <paramref name="key"/>, which need not be there. False: there is none.</summary>
    public bool Next(TKey key, [MaybeNullWhen(false)] out TKey next) => Ordered("Next").TryNeighbour(key, after: true, out next);

    /// <summary>The key of an ordered table that comes before <paramref name="key"/>, which need not be there. False: there is none.</summary>
    public bool Prev(TKey key, [MaybeNullWhen(false)] out TKey previous) => Ordered("Prev").TryNeighbour(key, after: false, out previous);

    // ---- helpers -----------------------------------------------------------------------------------------------------

    /// <summary>Names the table.</summary>
    public override string ToString() => Describe();

    internal bool TryModify<TArgument>(
        string operation, TKey key, TArgument argument, Func<TValue, TArgument, TValue> change, bool hasInitial, TValue initial, [MaybeNullWhen(false)] out TValue result)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (HasSeveralValues)
            throw new ArgumentException($"{operation} works on a key with one value, and this is a {Describe()}. Use Take and Insert, or a Set.");
        while (true)
        {
            var found = Writable(operation).TryGet(key, out var cell);
            if (!found && !hasInitial)
            {
                result = default;
                return false;
            }

            // The change is the caller's code: it runs outside of the fence, and again when it lost against another write.
            result = change(found ? cell!.Value : initial, argument);
            var next = new TableCell<TValue>(result);
            using var fence = ProcessFence.Enter();
            var store = Writable(fence.Process, operation);
            if (found ? store.TryReplace(key, cell!, next) : store.TryAdd(key, next))
                return true;
        }
    }

    internal ArgumentException NoSuchKey(TKey key, string operation) =>
        new($"{operation}: {Describe()} has no key '{key}'. Give an initial value, or insert the key first.", nameof(key));

    private protected override void CloseStore() => Volatile.Write(ref _store, null);

    private TableCell<TValue>? TakeCell(TKey key, string operation)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var fence = ProcessFence.Enter();
        var store = Writable(fence.Process, operation);
        while (store.TryGet(key, out var cell))
        {
            if (store.TryRemove(key, cell))
                return cell;
        }

        return null;
    }

    private TableStore<TKey, TValue> Writable(string operation) => Writable(Executor.Current?.Process, operation);

    private TableStore<TKey, TValue> Writable(ProcessCore? process, string operation)
    {
        RequireAccess(process, write: true, operation);
        return Volatile.Read(ref _store) ?? throw Gone();
    }

    private TableStore<TKey, TValue> Readable(string operation)
    {
        RequireRead(operation);
        return Volatile.Read(ref _store) ?? throw Gone();
    }

    private OrderedStore<TKey, TValue> Ordered(string operation) => Readable(operation) as OrderedStore<TKey, TValue>
        ?? throw new ArgumentException($"{operation} needs an order, and this is a {Describe()}. Create it with Type = TableType.OrderedSet, or walk it with Select.");
}
