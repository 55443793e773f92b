using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhar.Live;

/// <summary>Writes one command as the client reads it: <c>[kind, {arguments}]</c>. What is <c>null</c> is left out.</summary>
internal ref struct JsWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(128);
    private readonly Utf8JsonWriter _json;

    internal JsWriter(string kind)
    {
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartArray();
        _json.WriteStringValue(kind);
        _json.WriteStartObject();
    }

    /// <summary>Commands as the payload of an event: for which element, and what.</summary>
    internal static Zhar.Web.Payload Pushed(string id, string commands)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("js"u8, commands);
            json.WriteEndObject();
        }

        return new(buffer.WrittenMemory.ToArray(), isBinary: false);
    }

    internal readonly void Text(string name, string? value)
    {
        if (value is not null)
            _json.WriteString(name, value);
    }

    internal readonly void Truth(string name, bool? value)
    {
        if (value is { } known)
            _json.WriteBoolean(name, known);
    }

    internal readonly void To(JsTarget? target) => To("to", target);

    internal readonly void To(string name, JsTarget? target)
    {
        if (target is not { } to)
            return;
        if (to.Scope == JsScope.Page)
        {
            _json.WriteString(name, to.Selector);
            return;
        }

        _json.WriteStartObject(name);
        _json.WriteString(to.Scope == JsScope.Inner ? "inner" : "closest", to.Selector);
        _json.WriteEndObject();
    }

    internal readonly void Target(LiveTarget? target)
    {
        if (target is { Cid: > 0 } component)
            _json.WriteNumber("target", component.Cid);
        else
            Text("target", target?.ToHtmlText());
    }

    internal readonly void Transition(string name, JsTransition? transition)
    {
        if (transition is not { } known)
            return;
        _json.WriteStartArray(name);
        Words(known.During);
        Words(known.Start);
        Words(known.End);
        _json.WriteEndArray();
    }

    /// <summary>How long it takes, and whether the page waits with its updates until then.</summary>
    internal readonly void Timing(TimeSpan? time, bool blocking)
    {
        if (time is { } known)
            _json.WriteNumber("time", (long)known.TotalMilliseconds);
        if (!blocking)
            _json.WriteBoolean("blocking", false);
    }

    internal readonly void Names(string name, string names)
    {
        _json.WritePropertyName(name);
        Words(names);
    }

    internal readonly void List(string name, params ReadOnlySpan<string?> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (value is not null)
                _json.WriteStringValue(value);
        }

        _json.WriteEndArray();
    }

    internal readonly void Fields(string name, IReadOnlyList<(string Key, object? Value)>? values)
    {
        if (values is not { Count: > 0 })
            return;
        _json.WritePropertyName(name);
        Value(values);
    }

    internal readonly string Finish()
    {
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.Flush();
        _json.Dispose();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    private readonly void Words(string? words)
    {
        _json.WriteStartArray();
        foreach (var word in (words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            _json.WriteStringValue(word);
        _json.WriteEndArray();
    }

    private readonly void Value(object? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNullValue();
                break;
            case string text:
                _json.WriteStringValue(text);
                break;
            case bool truth:
                _json.WriteBooleanValue(truth);
                break;
            case byte or sbyte or short or ushort or int or long:
                _json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case uint or ulong:
                _json.WriteNumberValue(Convert.ToUInt64(value, CultureInfo.InvariantCulture));
                break;
            case float number:
                _json.WriteNumberValue(number);
                break;
            case double number:
                _json.WriteNumberValue(number);
                break;
            case decimal number:
                _json.WriteNumberValue(number);
                break;
            case JsonElement element:
                element.WriteTo(_json);
                break;
            case Enum member:
                _json.WriteStringValue(member.ToString());
                break;
            case IFormattable formattable:
                _json.WriteStringValue(formattable.ToString(value is DateTime or DateTimeOffset or DateOnly or TimeOnly ? "o" : null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable<(string Key, object? Value)> fields:
                _json.WriteStartObject();
                foreach (var (key, field) in fields)
                {
                    _json.WritePropertyName(key);
                    Value(field);
                }

                _json.WriteEndObject();
                break;
            case IEnumerable items:
                _json.WriteStartArray();
                foreach (var item in items)
                    Value(item);
                _json.WriteEndArray();
                break;
            default:
                throw new ArgumentException(
                    $"A {value.GetType()} cannot go with a command. Use text, numbers, truth values, dates, lists of them, or fields as an array of (string, object?).", nameof(value));
        }
    }
}
