using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Zhar.Web;

/// <summary>The visible presences by topic, for readers: written by the presence's process alone, read from anywhere without a message.</summary>
internal sealed class PresenceView(Presence presence, PayloadJson json)
{
    private readonly ConcurrentDictionary<string, ImmutableDictionary<string, PresenceEntry>> _topics = new(StringComparer.Ordinal);

    internal PayloadJson Json => json;

    internal Presence Presence => presence;

    internal void Apply(PresenceChanges changes)
    {
        foreach (var (topic, (joins, leaves)) in changes.Topics)
        {
            var entries = _topics.GetValueOrDefault(topic, ImmutableDictionary<string, PresenceEntry>.Empty)
                .RemoveRange(leaves.Select(static e => e.Ref))
                .SetItems(joins.Select(static e => KeyValuePair.Create(e.Ref, e)));
            if (entries.IsEmpty)
                _topics.TryRemove(topic, out _);
            else
                _topics[topic] = entries;
        }
    }

    internal ValueTask<PresenceList> List(string topic) => Show(topic, Entries(topic));

    internal async ValueTask<PresenceInfo?> GetByKey(string topic, string key) =>
        (await Show(topic, Entries(topic).Where(e => e.Key == key)).ConfigureAwait(true)).GetValueOrDefault(key);

    internal async ValueTask<PresenceList> Show(string topic, IEnumerable<PresenceEntry> entries)
    {
        var list = new PresenceList(PresenceList.Group(entries.OrderBy(static e => e.Ref, StringComparer.Ordinal)), json);
        return list.Count == 0 ? list : list.With(await presence.CallFetch(topic, [.. list.Keys]).ConfigureAwait(true));
    }

    private IEnumerable<PresenceEntry> Entries(string topic) => _topics.GetValueOrDefault(topic, ImmutableDictionary<string, PresenceEntry>.Empty).Values;
}
