using System.Text.Json;

namespace Zhar.Web.Testing;

/// <summary>What a client got.</summary>
/// <param name="JoinRef">The ref of the join that it belongs to; <c>null</c> for a broadcast.</param>
/// <param name="Ref">The ref of the message that it answers, or <c>null</c>.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Event">The event; <c>phx_reply</c> for an answer.</param>
/// <param name="Status">Of an answer <c>ok</c> or <c>error</c>, else <c>null</c>.</param>
/// <param name="Payload">The payload; of an answer its response. Undefined when it is binary.</param>
/// <param name="Data">The payload as it came: JSON as UTF-8, or raw bytes.</param>
/// <param name="IsBinary">Whether it is raw bytes.</param>
public sealed record ChannelEvent(string? JoinRef, string? Ref, string Topic, string Event, string? Status, JsonElement Payload, ReadOnlyMemory<byte> Data, bool IsBinary)
{
    /// <summary>The payload as a <typeparamref name="T"/>.</summary>
    public T? As<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => Payload.Deserialize(type);

    /// <summary>A property of the payload as text, or <c>null</c>.</summary>
    public string? this[string property] => Payload.ValueKind == JsonValueKind.Object && Payload.TryGetProperty(property, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>As on the wire.</summary>
    public override string ToString() => $"[{JoinRef ?? "null"}, {Ref ?? "null"}, {Topic}, {Event}{(Status is null ? "" : " " + Status)}, {(IsBinary ? $"{Data.Length} bytes" : Payload.GetRawText())}]";

    internal static ChannelEvent Decode(Frame frame) => frame.IsBinary ? DecodeBinary(frame.Bytes) : DecodeText(frame.Bytes);

    private static ChannelEvent DecodeText(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement.Clone();
        var payload = root[4];
        var @event = root[3].GetString()!;
        var isReply = @event == "phx_reply";
        var body = isReply ? payload.GetProperty("response") : payload;
        return new(root[0].GetString(), root[1].GetString(), root[2].GetString()!, @event, isReply ? payload.GetProperty("status").GetString() : null,
            body, System.Text.Encoding.UTF8.GetBytes(body.GetRawText()), false);
    }

    private static ChannelEvent DecodeBinary(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        var kind = span[0];
        var fields = kind switch { 0 => 3, 1 => 4, 2 => 2, _ => throw new InvalidDataException($"The server sent a binary frame of kind {kind}.") };
        var texts = new string[fields];
        var at = 1 + fields;
        for (var i = 0; i < fields; i++)
        {
            texts[i] = System.Text.Encoding.UTF8.GetString(span.Slice(at, span[1 + i]));
            at += span[1 + i];
        }

        var data = bytes[at..];
        return kind switch
        {
            0 => new(texts[0], null, texts[1], texts[2], null, default, data, true),
            1 => new(texts[0], texts[1], texts[2], "phx_reply", texts[3], default, data, true),
            _ => new(null, null, texts[0], texts[1], null, default, data, true),
        };
    }
}
