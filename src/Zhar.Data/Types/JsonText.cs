using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>JSON of values, by their types and without reflection.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(FieldType type, object value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
            type.WriteJson(json, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static object? Read(FieldType type, object stored)
    {
        var text = stored as string ?? throw new SchemaException($"JSON for {type.Name} is stored as text, but a {stored.GetType().Name} came from the database.");
        try
        {
            using var document = JsonDocument.Parse(text);
            return type.ReadJson(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new SchemaException($"The stored value of {type.Name} is not JSON: {e.Message}", e);
        }
    }
}
