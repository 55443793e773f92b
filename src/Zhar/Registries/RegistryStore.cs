using System.Collections.Concurrent;
using Zhar.Runtime;

namespace Zhar;

/// <summary>The entries of a running registry.</summary>
internal sealed class RegistryStore<TKey, TValue> : NodeService
    where TKey : notnull
{
    private readonly Partition[] _partitions;

    internal RegistryStore(RegistryOptions options, ProcessCore owner)
        : base(options.Name, owner)
    {
        Keys = options.Keys;
        Listeners = options.Listeners;
        _partitions = new Partition[options.Partitions];
        for (var i = 0; i < _partitions.Length; i++)
            _partitions[i] = new Partition();
        Meta = new(options.Meta);
    }

    internal RegistryKeys Keys { get; }

    internal IReadOnlyList<string> Listeners { get; }

    internal ConcurrentDictionary<object, object?> Meta { get; }

    internal KeyLocks<TKey> Locks { get; } = new();

    internal int PartitionCount => _partitions.Length;

    internal long Count
    {
        get
        {
            var count = 0L;
            foreach (var partition in _partitions)
                count += Volatile.Read(ref partition.Count);
            return count;
        }
    }

    internal override long? EntryCount => Count;

    /// <summary>The only entry of a key that has one; null when it has none or several.</summary>
    internal RegistryItem<TKey, TValue>? Single(TKey key)
    {
        if (Keys != RegistryKeys.Duplicate || _partitions.Length == 1)
            return ByKey(key).Map.Single(key);
        RegistryItem<TKey, TValue>? only = null;
        for (var i = 0; i < _partitions.Length; i++)
        {
            foreach (var item in In(i, key))
            {
                if (only is not null)
                    return null;
                only = item;
            }
        }

        return only;
    }

    /// <summary>The entries of a key in one partition. When entries are split by key, the others have none.</summary>
    internal Slots<RegistryItem<TKey, TValue>> In(int partition, TKey key) => _partitions[partition].Map[key];

    /// <summary>The partitions that a key can have entries in: one, or all of them.</summary>
    internal (int First, int Last) PartitionsOf(TKey key)
    {
        if (Keys == RegistryKeys.Duplicate)
            return (0, _partitions.Length - 1);
        var only = IndexOf(key);
        return (only, only);
    }

    internal List<RegistryItem<TKey, TValue>> Of(TKey key)
    {
        var all = new List<RegistryItem<TKey, TValue>>();
        var (first, last) = PartitionsOf(key);
        for (var i = first; i <= last; i++)
        {
            foreach (var item in In(i, key))
                all.Add(item);
        }

        return all;
    }

    /// <summary>About how many entries a key has, without walking them.</summary>
    internal int CountOf(TKey key)
    {
        var count = 0;
        var (first, last) = PartitionsOf(key);
        for (var i = first; i <= last; i++)
            count += In(i, key).Limit;
        return count;
    }

    internal IEnumerable<RegistryItem<TKey, TValue>> All() => _partitions.SelectMany(static p => p.Map.All());

    /// <summary>For the holding alone. Null on success, else the entry that has the key.</summary>
    internal RegistryItem<TKey, TValue>? Enter(RegistryItem<TKey, TValue> item)
    {
        var partition = PartitionOf(item);
        if (Keys != RegistryKeys.Unique)
            partition.Map.Add(item.Key, item);
        else if (partition.Map.TryAddOnly(item.Key, item) is { } inTheWay)
            return inTheWay;
        Interlocked.Increment(ref partition.Count);
        return null;
    }

    internal void Leave(RegistryItem<TKey, TValue> item)
    {
        var partition = PartitionOf(item);
        if (partition.Map.Remove(item.Key, item))
            Interlocked.Decrement(ref partition.Count);
    }

    internal bool Exchange(RegistryItem<TKey, TValue> old, RegistryItem<TKey, TValue> item) => PartitionOf(old).Map.Replace(old.Key, old, item);

    /// <summary>As if each registered process were linked with the registry: without it, it would believe in a name that it no longer has.</summary>
    internal override void OnOwnerExit(ExitReason reason)
    {
        // A link never kills outright: what a linked process hears of kill is killed.
        var heard = reason == ExitReason.Kill ? ExitReason.Killed : reason;
        foreach (var process in All().Select(static i => i.Holding.Owner).ToHashSet())
            process.OnExitSignal(Owner.Pid, heard);
    }

    public override string ToString() => $"a registry with keys {Keys} of type {typeof(TKey).Name} and values of type {typeof(TValue).Name}";

    private Partition PartitionOf(RegistryItem<TKey, TValue> item) =>
        Keys == RegistryKeys.Duplicate ? _partitions[item.Holding.Owner.Id % _partitions.Length] : ByKey(item.Key);

    private Partition ByKey(TKey key) => _partitions[IndexOf(key)];

    private int IndexOf(TKey key) => _partitions.Length == 1 ? 0 : (int)((uint)key.GetHashCode() * 0x9E3779B1u % (uint)_partitions.Length);

    private sealed class Partition
    {
        internal readonly SlotMap<TKey, RegistryItem<TKey, TValue>> Map = new();
        internal long Count;
    }
}
