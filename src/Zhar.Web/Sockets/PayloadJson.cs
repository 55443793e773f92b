using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Zhar.Web;

/// <summary>Writes and reads payloads by the application's JSON context.</summary>
internal sealed class PayloadJson(JsonSerializerOptions options)
{
    /// <summary>What stands for no payload.</summary>
    internal static readonly Payload Empty = new("{}"u8.ToArray(), isBinary: false);

    internal JsonSerializerOptions Options => options;

    /// <summary>Whether a payload goes out as raw bytes.</summary>
    internal static bool IsBinary<T>(T payload, out ReadOnlyMemory<byte> data)
    {
        switch (payload)
        {
            case byte[] bytes:
                data = bytes;
                return true;
            case ReadOnlyMemory<byte> memory:
                data = memory;
                return true;
            case Payload { IsBinary: true } binary:
                data = binary.Bytes;
                return true;
            default:
                data = default;
                return false;
        }
    }

    /// <summary>Writes a payload; <c>null</c> as an empty object.</summary>
    internal void Write<T>(Utf8JsonWriter writer, T payload)
    {
        switch (payload)
        {
            case null:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case Payload encoded:
                writer.WriteRawValue(encoded.Bytes.Span, skipInputValidation: true);
                break;
            case IFramePayload own:
                own.WriteTo(writer);
                break;
            default:
                WriteValue(writer, payload);
                break;
        }
    }

    /// <summary>Encodes a payload once, for any number of receivers.</summary>
    internal Payload Encode<T>(T payload)
    {
        if (payload is Payload encoded)
            return encoded;
        if (IsBinary(payload, out var data))
            return new Payload(data, isBinary: true);
        var writer = FrameWriter.Rent();
        try
        {
            Write(writer.Json, payload);
            return new Payload(writer.ToArray(), isBinary: false) { Source = payload };
        }
        finally
        {
            writer.Return();
        }
    }

    /// <summary>Reads a payload as a <typeparamref name="T"/>. False: it is not one, and <paramref name="error"/> says why.</summary>
    internal bool TryRead<T>(ReadOnlyMemory<byte> payload, bool isBinary, [MaybeNullWhen(false)] out T value, out string error)
    {
        value = default;
        error = "";
        if (typeof(T) == typeof(ReadOnlyMemory<byte>) || typeof(T) == typeof(byte[]))
        {
            if (!isBinary)
            {
                error = "binary data was expected, and JSON came";
                return false;
            }

            value = typeof(T) == typeof(byte[]) ? (T)(object)payload.ToArray() : (T)(object)payload;
            return true;
        }

        if (isBinary)
        {
            error = "JSON was expected, and binary data came";
            return false;
        }

        try
        {
            if (typeof(T) == typeof(Params))
            {
                value = (T)(object)Params.FromJson(payload.Span);
            }
            else if (typeof(T) == typeof(JsonElement))
            {
                CheckTexts(payload.Span);
                using var document = JsonDocument.Parse(payload);
                value = (T)(object)document.RootElement.Clone();
            }
            else if (typeof(T) == typeof(Payload))
            {
                value = (T)(object)new Payload(payload, isBinary: false);
            }
            else
            {
                value = JsonSerializer.Deserialize(payload.Span, (JsonTypeInfo<T>)TypeInfo(typeof(T)));
                if (value is null)
                {
                    error = "it is null";
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or ParamsException)
        {
            error = e.Message;
            return false;
        }
    }

    /// <summary>An escape may make half a character, which is no text: whoever reads it from the element later would crash.</summary>
    /// <exception cref="JsonException">One of the texts is none.</exception>
    private static void CheckTexts(ReadOnlySpan<byte> payload)
    {
        if (payload.IndexOf("\\u"u8) < 0)
            return;
        var reader = new Utf8JsonReader(payload);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    _ = reader.GetString();
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException($"A text of it is not valid: {e.Message}", e);
        }
    }

    internal JsonTypeInfo TypeInfo(Type type)
    {
        try
        {
            return options.GetTypeInfo(type);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            throw new InvalidOperationException($$"""
                The JSON context of the application does not know {{type}}, which a channel sends or receives.
                Add it to the context, and the context to the services:

                    [JsonSerializable(typeof({{type.Name}}))]
                    public sealed partial class AppJson : JsonSerializerContext;

                    services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, AppJson.Default));
                """, e);
        }
    }

    private void WriteValue<T>(Utf8JsonWriter writer, T value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case Payload encoded:
                writer.WriteRawValue(encoded.Bytes.Span, skipInputValidation: true);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case Params map:
                WriteMap(writer, map);
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                WriteMap(writer, map);
                break;
            case IEnumerable<KeyValuePair<string, string>> map:
                writer.WriteStartObject();
                foreach (var (key, text) in map)
                    writer.WriteString(key, text);
                writer.WriteEndObject();
                break;
            case List<object?> list:
                writer.WriteStartArray();
                foreach (var item in list)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            case IFormattable and not IEnumerable when typeof(T) == typeof(object) && value is DateTime or DateTimeOffset or Guid or short or byte or float or uint or ulong:
                WriteFormattable(writer, value);
                break;
            default:
                var declared = typeof(T) == typeof(object) || typeof(T).IsInterface || typeof(T).IsAbstract ? value.GetType() : typeof(T);
                JsonSerializer.Serialize(writer, value, TypeInfo(declared));
                break;
        }
    }

    private static void WriteFormattable(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case DateTime time:
                writer.WriteStringValue(time);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            default:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteMap(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> map)
    {
        writer.WriteStartObject();
        foreach (var (key, item) in map)
        {
            writer.WritePropertyName(key);
            WriteValue(writer, item);
        }

        writer.WriteEndObject();
    }
}
