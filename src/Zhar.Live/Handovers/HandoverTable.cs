using System.Diagnostics.CodeAnalysis;

namespace Zhar.Live;

/// <summary>Values that first HTML was made with, for the pages that are about to connect. Bounded in number and time.</summary>
internal sealed class HandoverTable(LiveOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, long At)> _order = [];

    internal int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>Keeps a value for the view <paramref name="id"/>.</summary>
    internal void Put(string id, string key, object? value)
    {
        lock (_gate)
        {
            Sweep();
            if (!_entries.TryGetValue(id, out var entry))
            {
                _entries.Add(id, entry = new());
                _order.Enqueue((id, clock.GetTimestamp()));
            }

            entry.Values[key] = value;
        }
    }

    /// <summary>Takes a value out.</summary>
    internal bool TryTake<T>(string id, string key, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        lock (_gate)
        {
            Sweep();
            if (!_entries.TryGetValue(id, out var entry) || !entry.Values.Remove(key, out var found))
                return false;
            if (entry.Values.Count == 0)
                _entries.Remove(id);
            if (found is not T typed)
                return found is null && default(T) is null;
            value = typed;
            return true;
        }
    }

    private void Sweep()
    {
        while (_order.TryPeek(out var oldest) && (_order.Count >= options.MaxHandovers || clock.GetElapsedTime(oldest.At) > options.HandoverTime))
        {
            _order.Dequeue();
            _entries.Remove(oldest.Id);
        }
    }

    private sealed class Entry
    {
        internal Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);
    }
}
