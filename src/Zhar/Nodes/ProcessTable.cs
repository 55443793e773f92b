using Zhar.Runtime;

namespace Zhar;

/// <summary>All live processes of a node, by number. Sharded, so that spawning on all cores does not meet in one lock.</summary>
internal sealed class ProcessTable
{
    private const int Shards = 16, FirstSize = 64;

    private readonly Shard[] _shards = new Shard[Shards];
    private long _lastId;

    internal ProcessTable()
    {
        for (var i = 0; i < Shards; i++)
            _shards[i] = new Shard();
    }

    internal int Count
    {
        get
        {
            var count = 0;
            foreach (var shard in _shards)
                count += Volatile.Read(ref shard.Count);
            return count;
        }
    }

    /// <summary>How many processes were ever made.</summary>
    internal long Spawned => Volatile.Read(ref _lastId);

    internal long NextId() => Interlocked.Increment(ref _lastId);

    internal void Add(ProcessCore process)
    {
        var shard = _shards[process.Id % Shards];
        shard.Enter();
        shard.Add(process);
        shard.Leave();
    }

    internal void Remove(ProcessCore process)
    {
        var shard = _shards[process.Id % Shards];
        shard.Enter();
        shard.Remove(process);
        shard.Leave();
    }

    internal ProcessCore? Find(long id)
    {
        var shard = _shards[id % Shards];
        shard.Enter();
        var found = shard.Find(id);
        shard.Leave();
        return found;
    }

    internal List<ProcessCore> Snapshot()
    {
        var all = new List<ProcessCore>(Count);
        foreach (var shard in _shards)
        {
            shard.Enter();
            shard.CopyTo(all);
            shard.Leave();
        }

        return all;
    }

    /// <summary>How many parts the table has, for <see cref="CopyPart"/>.</summary>
    internal static int Parts => Shards;

    /// <summary>The processes of one part, up to <paramref name="limit"/>; from a place that differs each time when there are more.</summary>
    internal void CopyPart(int part, List<ProcessCore> into, int limit)
    {
        var shard = _shards[part];
        shard.Enter();
        if (shard.Count <= limit)
            shard.CopyTo(into);
        else
            shard.CopySome(into, limit);
        shard.Leave();
    }

    /// <summary>Some of the processes, up to <paramref name="limit"/> of each sixteenth, from a place that differs each time: for figures that must stay cheap.</summary>
    internal List<ProcessCore> Sample(int limit)
    {
        var sample = new List<ProcessCore>();
        foreach (var shard in _shards)
        {
            shard.Enter();
            shard.CopySome(sample, limit);
            shard.Leave();
        }

        return sample;
    }

    /// <summary>Open addressing on the running number: an entry is one reference.</summary>
    private sealed class Shard
    {
        private ProcessCore?[] _slots = new ProcessCore?[FirstSize];
        private int _held;
        internal int Count;

        /// <summary>Held for a few instructions, as a process' own lock is: one atomic operation and not the two of a monitor.</summary>
        internal void Enter()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref _held) != 0 || Interlocked.CompareExchange(ref _held, 1, 0) != 0)
                spin.SpinOnce(sleep1Threshold: -1);
        }

        internal void Leave() => Volatile.Write(ref _held, 0);

        internal void Add(ProcessCore process)
        {
            if (OpenAddressing.IsFull(Count, _slots.Length))
                Resize(OpenAddressing.Longer(_slots.Length));
            Place(process);
            Count++;
        }

        internal void Remove(ProcessCore process)
        {
            var i = First(process.Id);
            while (_slots[i] is { } found)
            {
                if (!ReferenceEquals(found, process))
                {
                    i = Next(i);
                    continue;
                }

                _slots[i] = null;
                Count--;

                // Close the gap: entries behind it may belong in front of it.
                for (var j = Next(i); _slots[j] is { } next; j = Next(j))
                {
                    _slots[j] = null;
                    Place(next);
                }

                if (_slots.Length > FirstSize && OpenAddressing.IsSparse(Count, _slots.Length))
                    Resize(_slots.Length / 2);
                return;
            }
        }

        internal ProcessCore? Find(long id)
        {
            for (var i = First(id); _slots[i] is { } found; i = Next(i))
            {
                if (found.Id == id)
                    return found;
            }

            return null;
        }

        internal void CopyTo(List<ProcessCore> all)
        {
            foreach (var slot in _slots)
            {
                if (slot is not null)
                    all.Add(slot);
            }
        }

        internal void CopySome(List<ProcessCore> some, int limit)
        {
            var start = Random.Shared.Next(_slots.Length);
            for (var i = 0; i < _slots.Length && limit > 0; i++)
            {
                if (_slots[(start + i) % _slots.Length] is not { } process)
                    continue;
                some.Add(process);
                limit--;
            }
        }

        // Spread, or runs of old, long-lived numbers would make one long cluster that every removal walks.
        private int First(long id) => OpenAddressing.First(id / Shards, _slots.Length);

        private int Next(int index) => OpenAddressing.Next(index, _slots.Length);

        private void Place(ProcessCore process)
        {
            var i = First(process.Id);
            while (_slots[i] is not null)
                i = Next(i);
            _slots[i] = process;
        }

        private void Resize(int size)
        {
            var old = _slots;
            _slots = new ProcessCore?[size];
            foreach (var slot in old)
            {
                if (slot is not null)
                    Place(slot);
            }
        }
    }
}
