using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Zhar.Web;

/// <summary>One presence of a key: what was given when it was tracked.</summary>
/// <param name="Ref">Unique; another one after each update.</param>
/// <param name="PreviousRef">The one before the last update, or <c>null</c>.</param>
/// <param name="Fields">The meta, a JSON object.</param>
public sealed record PresenceMeta(string Ref, string? PreviousRef, JsonElement Fields)
{
    /// <summary>A field as text, or <c>null</c>.</summary>
    public string? this[string field] => Fields.TryGetProperty(field, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    internal static PresenceMeta Of(PresenceEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Meta);
        return new(entry.Ref, entry.PreviousRef, document.RootElement.Clone());
    }

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var field in Fields.EnumerateObject())
        {
            if (!field.NameEquals("phx_ref"u8) && !field.NameEquals("phx_ref_prev"u8))
                field.WriteTo(writer);
        }

        writer.WriteString("phx_ref"u8, Ref);
        if (PreviousRef is not null)
            writer.WriteString("phx_ref_prev"u8, PreviousRef);
        writer.WriteEndObject();
    }
}

/// <summary>Who is present under one key, such as a user: one meta for each of its processes.</summary>
/// <param name="Metas">Oldest first.</param>
/// <param name="Fetched">What <c>Fetch</c> has added, for clients, or <c>null</c>.</param>
public sealed record PresenceInfo(ImmutableArray<PresenceMeta> Metas, IReadOnlyDictionary<string, object?>? Fetched = null);

/// <summary>The presences of a topic by key. As a payload it is what the JavaScript <c>Presence</c> expects: <c>Push("presence_state", await MyPresence.List(Topic))</c>.</summary>
public sealed class PresenceList : IReadOnlyDictionary<string, PresenceInfo>, IFramePayload
{
    private readonly ImmutableDictionary<string, PresenceInfo> _keys;
    private readonly PayloadJson _json;

    internal PresenceList(ImmutableDictionary<string, PresenceInfo> keys, PayloadJson json)
    {
        _keys = keys;
        _json = json;
    }

    /// <inheritdoc/>
    public int Count => _keys.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _keys.Keys;

    /// <inheritdoc/>
    public IEnumerable<PresenceInfo> Values => _keys.Values;

    /// <inheritdoc/>
    public PresenceInfo this[string key] => _keys[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _keys.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out PresenceInfo value) => _keys.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, PresenceInfo>> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static ImmutableDictionary<string, PresenceInfo> Group(IEnumerable<PresenceEntry> entries) => entries
        .GroupBy(static e => e.Key, StringComparer.Ordinal)
        .ToImmutableDictionary(static g => g.Key, static g => new PresenceInfo([.. g.Select(PresenceMeta.Of)]), StringComparer.Ordinal);

    /// <summary>The same with what <c>Fetch</c> knows of each key.</summary>
    internal PresenceList With(IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> fetched) => fetched.Count == 0
        ? this
        : new PresenceList(_keys.ToImmutableDictionary(static k => k.Key, k => fetched.TryGetValue(k.Key, out var extra) ? k.Value with { Fetched = extra } : k.Value, StringComparer.Ordinal), _json);

    void IFramePayload.WriteTo(Utf8JsonWriter writer) => WriteTo(writer);

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (key, info) in _keys)
        {
            writer.WritePropertyName(key);
            writer.WriteStartObject();
            writer.WriteStartArray("metas"u8);
            foreach (var meta in info.Metas)
                meta.WriteTo(writer);
            writer.WriteEndArray();
            foreach (var (name, value) in info.Fetched ?? ImmutableDictionary<string, object?>.Empty)
            {
                writer.WritePropertyName(name);
                _json.Write(writer, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

/// <summary>What has changed on a topic, as one step. Its clients get it as the event <c>presence_diff</c>.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Joins">Who has come; of an update the new meta.</param>
/// <param name="Leaves">Who has gone; of an update the old meta.</param>
public sealed record PresenceDiff(string Topic, PresenceList Joins, PresenceList Leaves) : IFramePayload
{
    void IFramePayload.WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("joins"u8);
        Joins.WriteTo(writer);
        writer.WritePropertyName("leaves"u8);
        Leaves.WriteTo(writer);
        writer.WriteEndObject();
    }
}
