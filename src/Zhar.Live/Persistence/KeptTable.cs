namespace Zhar.Live;

/// <summary>Parts of states that the node keeps for pages which may join again. Bounded in number and time.</summary>
internal sealed class KeptTable(LiveOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Id, string View), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _oldest = new();

    internal void Put(string id, string view, object? value)
    {
        lock (_gate)
        {
            Remove((id, view));
            while (_oldest.First is { } first && (_entries.Count >= options.MaxKept || clock.GetElapsedTime(first.Value.At) > options.KeptTime))
                Remove(first.Value.Key);
            _entries.Add((id, view), _oldest.AddLast(new Entry((id, view), value, clock.GetTimestamp())));
        }
    }

    internal bool TryGet<T>(string id, string view, out T? value)
    {
        value = default;
        lock (_gate)
        {
            if (!_entries.TryGetValue((id, view), out var node) || clock.GetElapsedTime(node.Value.At) > options.KeptTime || node.Value.Value is not T kept)
                return false;
            value = kept;
            return true;
        }
    }

    private void Remove((string, string) key)
    {
        if (_entries.Remove(key, out var node))
            _oldest.Remove(node);
    }

    private sealed record Entry((string, string) Key, object? Value, long At);
}
