using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>An event that a template binds to: <c>phx-click="{On.Delete.With(("id", user.Id))}"</c>. Data: a name, and values for the handler. Generated as <c>On.Name</c>.</summary>
/// <param name="Name">The event's name in the browser.</param>
public readonly record struct EventRef(string Name) : IHtmlText
{
    private readonly (string Key, object? Value)[]? _values;

    private EventRef(string name, (string Key, object? Value)[] values)
        : this(name) => _values = values;

    /// <summary>The values that travel with the event, beside those of <c>phx-value-…</c>.</summary>
    public IReadOnlyList<(string Key, object? Value)> Values => _values ?? [];

    /// <summary>The event with values for its handler: text, numbers, truth values, dates, identifiers.</summary>
    public EventRef With(params (string Key, object? Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(Name, [.. _values ?? [], .. values]);
    }

    /// <summary>The name; with values, the command that the client reads.</summary>
    public string? ToHtmlText()
    {
        if (_values is null)
            return Name;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            json.WriteStartArray();
            json.WriteStringValue("push");
            json.WriteStartObject();
            json.WriteString("event", Name);
            json.WriteStartObject("value");
            foreach (var (key, value) in _values)
            {
                json.WritePropertyName(key);
                WriteValue(json, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <inheritdoc cref="ToHtmlText"/>
    public override string ToString() => ToHtmlText() ?? "";

    /// <summary>The name, or the command.</summary>
    public static implicit operator string(EventRef reference) => reference.ToString();

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case IFormattable formattable:
                json.WriteStringValue(formattable.ToString(value is DateTime or DateTimeOffset or DateOnly or TimeOnly ? "o" : null, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
