using System.Text.Json;

namespace Zhar.Web;

/// <summary>Phoenix' V1 wire format, a JSON object for each message. Source: Phoenix.Socket.V1.JSONSerializer.</summary>
internal sealed class V1Serializer : SocketSerializer
{
    public override string Version => "1.0";

    public override SocketMessage Decode(ReadOnlySpan<byte> frame, bool isBinary)
    {
        if (isBinary)
            throw new FormatException("Version 1 of the protocol has no binary frames.");
        try
        {
            var reader = new Utf8JsonReader(frame);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException("A frame of version 1 is an object with topic, event, payload and ref.");
            string? topic = null, @event = null, @ref = null, joinRef = null;
            byte[]? payload = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "topic":
                        topic = Text(ref reader, name);
                        break;
                    case "event":
                        @event = Text(ref reader, name);
                        break;
                    case "ref":
                        @ref = Text(ref reader, name);
                        break;
                    case "join_ref":
                        joinRef = Text(ref reader, name);
                        break;
                    case "payload":
                        var start = (int)reader.TokenStartIndex;
                        reader.Skip();
                        payload = frame[start..(int)reader.BytesConsumed].ToArray();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            while (reader.Read())
            {
                // To the end: what follows has to be JSON too.
            }

            return new SocketMessage(
                joinRef, @ref, topic ?? throw Missing("topic"), @event ?? throw Missing("event"), new Payload(payload ?? throw Missing("payload"), isBinary: false));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string whose escapes make no valid text.
            throw new FormatException($"The frame is not JSON: {e.Message}", e);
        }
    }

    public override (ReadOnlyMemory<byte> Frame, bool IsBinary) Encode(SocketMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var writer = FrameWriter.Rent();
        try
        {
            var json = writer.Json;
            json.WriteStartObject();
            json.WriteString("topic"u8, message.Topic);
            json.WriteString("event"u8, message.Event);
            json.WriteString("ref"u8, message.Ref);
            json.WritePropertyName("payload"u8);
            if (message.Status is { } status)
            {
                json.WriteStartObject();
                json.WriteString("status"u8, status);
                json.WritePropertyName("response"u8);
                Write(json, message.Payload);
                json.WriteEndObject();
            }
            else
            {
                Write(json, message.Payload);
            }

            json.WriteEndObject();
            return (writer.ToArray(), false);
        }
        finally
        {
            writer.Return();
        }
    }

    private static void Write(Utf8JsonWriter json, Payload payload)
    {
        if (payload.IsBinary)
            json.WriteBase64StringValue(payload.Bytes.Span);
        else
            json.WriteRawValue(payload.Bytes.Span, skipInputValidation: true);
    }

    private static string? Text(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new FormatException($"The {name} of a frame is a string, not {reader.TokenType}."),
    };

    private static FormatException Missing(string name) => new($"The frame has no {name}.");
}
