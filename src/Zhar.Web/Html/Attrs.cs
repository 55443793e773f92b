using System.Collections;

namespace Zhar.Web;

/// <summary>
/// Attributes that are only known when the program runs: what a component passes on to its element (Phoenix's global attributes, <c>:rest</c>), or a set
/// of <c>data-</c> attributes. They stand in the tag: <c>&lt;div {rest}&gt;</c>. Immutable.
/// </summary>
/// <remarks>
/// A value is a string, a number, a date, or a list of words for <c>class</c>. <c>null</c> and <c>false</c> leave the attribute out, <c>true</c> writes its
/// name alone; in <c>aria-</c> attributes and others where the words count, <c>true</c> and <c>false</c> are written. A value that is itself
/// <see cref="Attrs"/> or a dictionary is written with the outer name before each: <c>("data", Attrs.Of(("user_id", 1)))</c> gives <c>data-user-id="1"</c>.
/// URLs are checked as in templates. Source: Phoenix.HTML.attributes_escape/1.
/// </remarks>
/// <example>
/// <code>
/// public static Html Button(string text, Attrs? rest = null) => $"""&lt;button type="button" {rest}&gt;{text}&lt;/button&gt;""";
///
/// Button("Save", Attrs.Of(("class", "primary"), ("disabled", isSaving), ("data", Attrs.Of(("confirm", "Sure?")))))
/// </code>
/// </example>
public sealed class Attrs : IReadOnlyCollection<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _values;

    private Attrs(KeyValuePair<string, object?>[] values)
    {
        _values = values;
        Value = new(this);
    }

    /// <summary>No attributes.</summary>
    public static Attrs Empty { get; } = new([]);

    /// <summary>The number of attributes.</summary>
    public int Count => _values.Length;

    internal AttrsValue Value { get; }

    /// <summary>The value of an attribute, or <c>null</c> when it is not among them.</summary>
    public object? this[string name]
    {
        get
        {
            foreach (var (key, value) in _values)
            {
                if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            return null;
        }
    }

    /// <summary>Attributes with these names and values. Of a name that comes twice the later counts.</summary>
    /// <exception cref="ArgumentException">A name has a character that could end it, such as a space, a quote, <c>=</c> or <c>&gt;</c>.</exception>
    public static Attrs Of(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var all = Empty;
        var made = new List<KeyValuePair<string, object?>>(values.Length);
        foreach (var (name, value) in values)
            Put(made, name, value);
        return made.Count == 0 ? all : new([.. made]);
    }

    /// <summary>The same, from a dictionary.</summary>
    /// <exception cref="ArgumentException">A name has a character that could end it.</exception>
    public static Attrs From(IEnumerable<KeyValuePair<string, object?>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var made = new List<KeyValuePair<string, object?>>();
        foreach (var (name, value) in values)
            Put(made, name, value);
        return made.Count == 0 ? Empty : new([.. made]);
    }

    /// <summary>The same with one attribute replaced or added.</summary>
    /// <exception cref="ArgumentException">The name has a character that could end it.</exception>
    public Attrs With(string name, object? value)
    {
        var made = new List<KeyValuePair<string, object?>>(_values);
        Put(made, name, value);
        return new([.. made]);
    }

    /// <summary>The same with those of <paramref name="other"/>, which win; <c>class</c> is joined.</summary>
    public Attrs Merge(Attrs? other)
    {
        if (other is null || other.Count == 0)
            return this;
        var made = new List<KeyValuePair<string, object?>>(_values);
        foreach (var (name, value) in other._values)
            Put(made, name, name == "class" && this["class"] is { } own && value is not null ? $"{ClassText(own)} {ClassText(value)}" : value);
        return new([.. made]);
    }

    /// <summary>The same without one attribute.</summary>
    public Attrs Without(string name) => new([.. _values.Where(v => !string.Equals(v.Key, name, StringComparison.OrdinalIgnoreCase))]);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As they stand in a tag, each with a space before it.</summary>
    public override string ToString()
    {
        using var buffer = new HtmlBuffer();
        var writer = new HtmlWriter(buffer);
        Value.WriteTo(ref writer, null);
        writer.Flush();
        return buffer.ToString();
    }

    private static void Put(List<KeyValuePair<string, object?>> values, string name, object? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!HtmlNames.IsAttributeName(name))
            throw new ArgumentException($"\"{name}\" cannot be the name of an attribute: it has a space, a quote, =, <, >, / or a control character.", nameof(name));
        var at = values.FindIndex(v => string.Equals(v.Key, name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
            values.Add(new(name, value));
        else
            values[at] = new(name, value);
    }

    private static string ClassText(object value) => Html.DynamicOf(value) is var dynamic && dynamic.Reference is string text ? text : (dynamic.Reference as HtmlValue)?.ToText(dynamic) ?? "";
}
