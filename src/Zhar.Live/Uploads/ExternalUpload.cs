using System.Globalization;
using System.Text.Json;

namespace Zhar.Live;

/// <summary>How the browser sends a file to another server: with which of the page's uploaders, and what that needs, such as a signed address.</summary>
/// <param name="Uploader">A key of <c>uploaders</c> in the page's LiveSocket.</param>
/// <param name="Fields">What the uploader finds in <c>entry.meta</c>: text, numbers, truth values, and fields in fields.</param>
public sealed record ExternalUpload(string Uploader, params IReadOnlyList<(string Key, object? Value)> Fields)
{
    /// <summary>Why the file may not be sent; <c>null</c> when it may.</summary>
    internal string? Error { get; private init; }

    /// <summary>The file may not be sent.</summary>
    /// <param name="error">Why, as <see cref="UploadEntry.Errors"/> has it.</param>
    public static ExternalUpload Refuse(string error) => new("") { Error = error };

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("uploader"u8, Uploader);
        WriteFields(json, Fields);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, IEnumerable<(string Key, object? Value)> fields)
    {
        foreach (var (key, value) in fields)
        {
            json.WritePropertyName(key);
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case bool truth:
                    json.WriteBooleanValue(truth);
                    break;
                case int or long:
                    json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case double number:
                    json.WriteNumberValue(number);
                    break;
                case IEnumerable<(string Key, object? Value)> inner:
                    json.WriteStartObject();
                    WriteFields(json, inner);
                    json.WriteEndObject();
                    break;
                default:
                    json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }
    }
}
