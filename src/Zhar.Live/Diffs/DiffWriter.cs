using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zhar.Web;

namespace Zhar.Live.Diffs;

/// <summary>Writes the JSON of one diff. Objects are opened when something is written into them, so that what has not changed leaves no trace.</summary>
internal sealed class DiffWriter : IDisposable
{
    private const int MaxKeptBytes = 64 * 1024;
    private static readonly JsonEncodedText[] Numbers = [.. Enumerable.Range(0, 128).Select(static n => JsonEncodedText.Encode(n.ToString(CultureInfo.InvariantCulture)))];

    [ThreadStatic]
    private static DiffWriter? Free;

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly List<Pending> _open = [];
    private readonly Dictionary<HtmlTemplate, int> _table = [];
    private int _written;
    private bool _hasTable;

    private DiffWriter() => Json = new Utf8JsonWriter(_bytes, new JsonWriterOptions
    {
        // Read by JSON.parse, never part of HTML: only what JSON demands is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    private enum Kind : byte
    {
        Named,
        Numbered,
        Moved,
    }

    internal Utf8JsonWriter Json { get; }

    /// <summary>For the text of one hole.</summary>
    internal HtmlBuffer Text { get; private set; } = new();

    /// <summary>The view whose components these are, or <c>null</c> for a tree that has none.</summary>
    internal IComponentOwner? Owner { get; set; }

    internal ComponentSource? Components => Owner?.Source;

    /// <summary>The templates that this message has written, while there is a table for them.</summary>
    internal int TableCount => _table.Count;

    internal bool HasTable => _hasTable;

    /// <summary>Takes the thread's writer, or a new one while that is in use, and starts the object of the diff.</summary>
    internal static DiffWriter Rent()
    {
        var writer = Free ?? new DiffWriter();
        Free = null;
        writer.Json.WriteStartObject();
        return writer;
    }

    /// <summary>Ends the object. Its bytes, or <c>null</c> when nothing was written.</summary>
    internal byte[]? Finish()
    {
        Json.WriteEndObject();
        Json.Flush();
        return _bytes.WrittenCount <= 2 ? null : _bytes.WrittenSpan.ToArray();
    }

    public void Dispose()
    {
        Owner = null;
        _open.Clear();
        _table.Clear();
        (_written, _hasTable) = (0, false);
        if (_bytes.Capacity > MaxKeptBytes)
        {
            Text.Dispose();
            return;
        }

        _bytes.ResetWrittenCount();
        Json.Reset();
        Text.Clear();
        Free = this;
    }

    // ---- objects -----------------------------------------------------------------------------------------------------

    internal void Open(JsonEncodedText name) => _open.Add(new(Kind.Named, 0, 0, name));

    internal void Open(int name) => _open.Add(new(Kind.Numbered, name, 0, default));

    /// <summary>An entry that stood at <paramref name="from"/>.</summary>
    internal void OpenMoved(int name, int from) => _open.Add(new(Kind.Moved, name, from, default));

    /// <summary>Ends the innermost object. False: nothing was written into it, and it is not there.</summary>
    internal bool Close()
    {
        var last = _open.Count - 1;
        var wasWritten = _written > last;
        if (wasWritten)
        {
            Json.WriteEndObject();
            if (_open[last].Kind == Kind.Moved)
                Json.WriteEndArray();
            _written = last;
        }
        else if (_open[last].Kind == Kind.Moved)
        {
            // Not changed, but here now.
            var moved = _open[last];
            _open.RemoveAt(last);
            Touch();
            Json.WriteNumber(Name(moved.Index), moved.From);
            return true;
        }

        _open.RemoveAt(last);
        return wasWritten;
    }

    /// <summary>Makes the objects around here real.</summary>
    internal void Touch()
    {
        while (_written < _open.Count)
        {
            var pending = _open[_written++];
            switch (pending.Kind)
            {
                case Kind.Named:
                    Json.WriteStartObject(pending.Name);
                    break;
                case Kind.Numbered:
                    Json.WriteStartObject(Name(pending.Index));
                    break;
                case Kind.Moved:
                    Json.WriteStartArray(Name(pending.Index));
                    Json.WriteNumberValue(pending.From);
                    Json.WriteStartObject();
                    break;
            }
        }
    }

    internal void Write(int name, ReadOnlySpan<byte> text)
    {
        Touch();
        Json.WriteString(Name(name), text);
    }

    internal void Write(int name, int number)
    {
        Touch();
        Json.WriteNumber(Name(name), number);
    }

    // ---- statics -----------------------------------------------------------------------------------------------------

    /// <summary>From here on statics are numbers of a table that <see cref="EndTable"/> writes.</summary>
    internal void StartTable() => _hasTable = true;

    /// <summary>Writes the table, if it has anything, into the object that is open.</summary>
    internal void EndTable()
    {
        if (_table.Count > 0)
        {
            Touch();
            Json.WriteStartObject(Keys.Templates);
            foreach (var (template, index) in _table)
            {
                Json.WritePropertyName(Name(index));
                WriteArray(template);
            }

            Json.WriteEndObject();
            _table.Clear();
        }

        _hasTable = false;
    }

    internal void WriteStatics(HtmlTemplate template)
    {
        Touch();
        Json.WritePropertyName(Keys.Statics);
        if (!_hasTable)
        {
            WriteArray(template);
            return;
        }

        if (!_table.TryGetValue(template, out var index))
            _table.Add(template, index = _table.Count);
        Json.WriteNumberValue(index);
    }

    private static JsonEncodedText Name(int number) => number < Numbers.Length ? Numbers[number] : JsonEncodedText.Encode(number.ToString(CultureInfo.InvariantCulture));

    private void WriteArray(HtmlTemplate template)
    {
        Json.WriteStartArray();
        foreach (var text in template.Statics)
            Json.WriteStringValue(text);
        Json.WriteEndArray();
    }

    private readonly record struct Pending(Kind Kind, int Index, int From, JsonEncodedText Name);
}
