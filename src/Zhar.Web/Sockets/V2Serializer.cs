using System.Text;
using System.Text.Json;

namespace Zhar.Web;

/// <summary>Phoenix' V2 wire format: a JSON array <c>[join_ref, ref, topic, event, payload]</c>, or a binary layout. Source: Phoenix.Socket.V2.JSONSerializer.</summary>
internal static class V2Serializer
{
    private const byte ClientPush = 0;
    private const byte ServerPush = 0;
    private const byte ServerReply = 1;
    private const byte ServerBroadcast = 2;
    private const int MaxHeaderBytes = 255;

    // A channel keeps its topic and its ref, and each message that it sends repeats them: without limits a frame of a client would be multiplied.
    private const int MaxRefChars = 64;
    private const int MaxTopicChars = 1024;
    private const int MaxEventChars = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    // ---- from the client ---------------------------------------------------------------------------------------------

    /// <summary>Reads a text frame. Elements after the fifth are ignored.</summary>
    /// <exception cref="FrameFormatException">It is not JSON, or not such an array.</exception>
    internal static ClientMessage DecodeText(ReadOnlySpan<byte> frame)
    {
        try
        {
            var reader = new Utf8JsonReader(frame);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                throw new FrameFormatException("A frame is an array [join_ref, ref, topic, event, payload].");
            var joinRef = ReadString(ref reader, "join_ref", MaxRefChars, optional: true);
            var @ref = ReadString(ref reader, "ref", MaxRefChars, optional: true);
            var topic = ReadString(ref reader, "topic", MaxTopicChars, optional: false)!;
            var @event = ReadString(ref reader, "event", MaxEventChars, optional: false)!;
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                throw new FrameFormatException("The frame has no payload: it is the fifth element.");
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var payload = frame[start..(int)reader.BytesConsumed].ToArray();
            while (reader.Read())
            {
                // To the end: what follows has to be JSON too.
            }

            return new ClientMessage(joinRef, @ref, topic, @event, payload, IsBinary: false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string whose escapes make no valid text.
            throw new FrameFormatException($"The frame is not JSON: {e.Message}", e);
        }
    }

    /// <summary>Reads a binary frame, a push.</summary>
    /// <exception cref="FrameFormatException">It is not one.</exception>
    internal static ClientMessage DecodeBinary(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 5 || frame[0] != ClientPush)
            throw new FrameFormatException(frame.IsEmpty ? "The binary frame is empty." : $"A binary frame of kind {frame[0]} with {frame.Length} bytes is no push.");
        int joinRef = frame[1], @ref = frame[2], topic = frame[3], @event = frame[4];
        var rest = frame[5..];
        if (rest.Length < joinRef + @ref + topic + @event)
            throw new FrameFormatException("The binary frame is shorter than its header says.");
        return new ClientMessage(
            Take(ref rest, joinRef) is { Length: > 0 } j ? j : null,
            Take(ref rest, @ref) is { Length: > 0 } r ? r : null,
            Take(ref rest, topic),
            Take(ref rest, @event),
            rest.ToArray(),
            IsBinary: true);
    }

    /// <summary>Holds what another format has read to the same limits.</summary>
    /// <exception cref="FrameFormatException">A name is too long.</exception>
    internal static void CheckLengths(SocketMessage message)
    {
        if (message.Topic.Length > MaxTopicChars || message.Event.Length > MaxEventChars || message.Ref?.Length > MaxRefChars || message.JoinRef?.Length > MaxRefChars)
            throw new FrameFormatException($"The topic of a frame has at most {MaxTopicChars} characters, its event {MaxEventChars}, its refs {MaxRefChars}.");
    }

    // ---- to the client -----------------------------------------------------------------------------------------------

    /// <summary>A push of a channel, or with neither ref a broadcast.</summary>
    internal static Frame Push<T>(PayloadJson json, string? joinRef, string? @ref, string topic, string @event, T payload)
    {
        if (PayloadJson.IsBinary(payload, out var data))
            return joinRef is null ? Binary(ServerBroadcast, data, topic, @event) : Binary(ServerPush, data, joinRef, topic, @event);
        var writer = FrameWriter.Rent();
        try
        {
            Begin(writer.Json, joinRef, @ref, topic, @event);
            json.Write(writer.Json, payload);
            writer.Json.WriteEndArray();
            return new Frame(writer.ToArray(), IsBinary: false);
        }
        finally
        {
            writer.Return();
        }
    }

    /// <summary>A reply.</summary>
    internal static Frame Reply<T>(PayloadJson json, string? joinRef, string? @ref, string topic, string status, T payload)
    {
        if (PayloadJson.IsBinary(payload, out var data))
            return Binary(ServerReply, data, joinRef ?? "", @ref ?? "", topic, status);
        var writer = FrameWriter.Rent();
        try
        {
            Begin(writer.Json, joinRef, @ref, topic, "phx_reply");
            writer.Json.WriteStartObject();
            writer.Json.WriteString("status"u8, status);
            writer.Json.WritePropertyName("response"u8);
            json.Write(writer.Json, payload);
            writer.Json.WriteEndObject();
            writer.Json.WriteEndArray();
            return new Frame(writer.ToArray(), IsBinary: false);
        }
        finally
        {
            writer.Return();
        }
    }

    private static void Begin(Utf8JsonWriter writer, string? joinRef, string? @ref, string topic, string @event)
    {
        writer.WriteStartArray();
        WriteText(writer, joinRef);
        WriteText(writer, @ref);
        writer.WriteStringValue(topic);
        writer.WriteStringValue(@event);
    }

    private static void WriteText(Utf8JsonWriter writer, string? text)
    {
        if (text is null)
            writer.WriteNullValue();
        else
            writer.WriteStringValue(text);
    }

    private static Frame Binary(byte kind, ReadOnlyMemory<byte> data, params ReadOnlySpan<string> fields)
    {
        var length = 1 + fields.Length + data.Length;
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetByteCount(field);
            if (bytes > MaxHeaderBytes)
                throw new ArgumentException($"A binary message has at most {MaxHeaderBytes} bytes of UTF-8 per topic, event and ref; '{field[..40]}…' has {bytes}. Use a shorter name.");
            length += bytes;
        }

        var frame = new byte[length];
        frame[0] = kind;
        var at = 1 + fields.Length;
        for (var i = 0; i < fields.Length; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(fields[i], frame.AsSpan(at));
            frame[1 + i] = (byte)bytes;
            at += bytes;
        }

        data.CopyTo(frame.AsMemory(at));
        return new Frame(frame, IsBinary: true);
    }

    private static string? ReadString(ref Utf8JsonReader reader, string name, int maxChars, bool optional)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            throw new FrameFormatException($"The frame ends before its {name}.");
        return reader.TokenType switch
        {
            JsonTokenType.String when reader.ValueSpan.Length > maxChars && reader.GetString()!.Length > maxChars => throw new FrameFormatException($"The {name} of a frame has at most {maxChars} characters."),
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Null when optional => null,
            _ => throw new FrameFormatException($"The {name} of a frame is a string{(optional ? " or null" : "")}, not {reader.TokenType}."),
        };
    }

    private static string Take(ref ReadOnlySpan<byte> rest, int length)
    {
        try
        {
            var text = StrictUtf8.GetString(rest[..length]);
            rest = rest[length..];
            return text;
        }
        catch (DecoderFallbackException e)
        {
            throw new FrameFormatException("The header of the binary frame is not UTF-8.", e);
        }
    }
}
