using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Zhar.Data;

/// <summary>A list of neutral values as JSON, for databases without arrays.</summary>
internal static class JsonList
{
    internal static string Of(IReadOnlyList<object?> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        foreach (var value in values)
            Write(json, value);
        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteNumberValue(flag ? 1 : 0); break;
            case short or int or long: json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            case float single: json.WriteNumberValue(single); break;
            case double real: json.WriteNumberValue(real); break;
            case byte[] bytes: json.WriteStringValue(Convert.ToHexString(bytes)); break;
            case IFormattable other: json.WriteStringValue(other.ToString(null, System.Globalization.CultureInfo.InvariantCulture)); break;
            default: json.WriteStringValue(value.ToString()); break;
        }
    }
}
