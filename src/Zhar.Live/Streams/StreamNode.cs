using System.Text.Json;
using Zhar.Live.Diffs;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>What one render does to a stream: the items that come, and the ids of those that go.</summary>
internal sealed class StreamNode<T>(string name, Html[] items, List<StreamStep<T>> inserts, IReadOnlyList<StreamStep<T>> steps) : StreamListNode(items, items.Length)
{
    public override bool HasChanges => steps.Count > 0;

    public override void WriteStream(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        json.WriteStringValue(name);
        json.WriteStartArray();
        for (var i = inserts.Count - 1; i >= 0; i--) // newest first
        {
            var insert = inserts[i];
            json.WriteStartArray();
            json.WriteStringValue(insert.DomId);
            json.WriteNumberValue(insert.At);
            if (insert.Limit is { } limit)
                json.WriteNumberValue(limit);
            else
                json.WriteNullValue();
            json.WriteBooleanValue(insert.UpdateOnly);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray();
        foreach (var id in steps.Where(static s => s.Kind == StreamStepKind.Delete).Select(static s => s.DomId).Distinct())
            json.WriteStringValue(id);
        json.WriteEndArray();
        if (steps.Any(static s => s.Kind == StreamStepKind.Reset))
            json.WriteBooleanValue(true);
        json.WriteEndArray();
        foreach (var step in steps)
            step.Sent();
    }
}
