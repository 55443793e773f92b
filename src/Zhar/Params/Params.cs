using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Zhar;

/// <summary>The parameters of a request: a tree of names with text, numbers, lists and further trees, as a form, a query string or JSON gave it.</summary>
/// <remarks>
/// A key of a form names its place: <c>user[name]</c>, <c>user[tags][]</c>. Nothing in it is trusted: the tree is only as deep and as large as
/// <see cref="ParamsLimits"/> allows, and a typed getter says what it got instead. Immutable. Source: Plug.Conn.Query, Plug.Parsers.
/// </remarks>
/// <example>
/// <code>
/// var p = Params.FromQuery("user[name]=Ada&amp;user[tags][]=a&amp;user[tags][]=b&amp;page=2");
/// string name = p.Nested("user")["name"];     // Ada
/// int page = p.Get("page", 1);                // 2
/// </code>
/// </example>
public sealed partial class Params : IReadOnlyCollection<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, object?> _values;

    internal Params(Dictionary<string, object?> values) => _values = values;

    /// <summary>No parameters.</summary>
    public static Params Empty { get; } = new([]);

    /// <summary>Parameters that a program makes itself: <c>Params.Of(("name", "Ada"), ("age", 36))</c>. Of a key that comes twice the later counts.</summary>
    /// <param name="values">Keys of this level, each with text, a number, a truth value, <c>null</c>, or <see cref="Params"/>.</param>
    public static Params Of(params ReadOnlySpan<(string Key, object? Value)> values)
    {
        var all = new Dictionary<string, object?>(values.Length, StringComparer.Ordinal);
        foreach (var (key, value) in values)
            all[key] = value;
        return new(all);
    }

    /// <summary>The number of keys on this level.</summary>
    public int Count => _values.Count;

    /// <summary>The keys on this level, in the order they came.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary>The text of a parameter that has to be there.</summary>
    /// <exception cref="ParamsException">There is none, or it is a list or a tree.</exception>
    public string this[string key] => Get(key) ?? throw Missing(key);

    /// <summary>Whether the key is there, whatever its value.</summary>
    public bool Contains(string key) => _values.ContainsKey(key);

    /// <summary>The value as it was decoded: a string, a number, a truth value, <c>null</c>, a list, or further <see cref="Params"/>; <c>null</c> too when there is none.</summary>
    public object? Raw(string key) => _values.GetValueOrDefault(key);

    /// <summary>The text of a parameter, or <c>null</c> when there is none.</summary>
    /// <exception cref="ParamsException">It is a list or a tree.</exception>
    public string? Get(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        string text => text,
        Params or ParamList => throw new ParamsException($"The parameter '{key}' is a {Kind(_values[key])}, not a single value. Read it with Nested or List.", key),
        var other => Text(other),
    };

    /// <summary>A parameter as a number, a date, an identifier, or another type that can be read from text, in invariant culture.</summary>
    /// <exception cref="ParamsException">There is none, or it cannot be read as a <typeparamref name="T"/>.</exception>
    public T Get<T>(string key)
        where T : IParsable<T> => Parse<T>(key, this[key]);

    /// <summary>As above, with a value for a parameter that is absent or empty.</summary>
    /// <exception cref="ParamsException">It is there and cannot be read as a <typeparamref name="T"/>.</exception>
    public T Get<T>(string key, T fallback)
        where T : IParsable<T> => Get(key) is { Length: > 0 } text ? Parse<T>(key, text) : fallback;

    /// <summary>As above, without an exception: false when it is absent, a list, a tree, or something else.</summary>
    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value)
        where T : IParsable<T>
    {
        value = default;
        return _values.GetValueOrDefault(key) is { } found and not Params and not ParamList && T.TryParse(Text(found), CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The tree under a key; an empty one when there is none.</summary>
    /// <exception cref="ParamsException">It is a single value or a list.</exception>
    public Params Nested(string key) => _values.GetValueOrDefault(key) switch
    {
        null => Empty,
        Params nested => nested,
        var other => throw new ParamsException($"The parameter '{key}' is a {Kind(other)}, not a tree such as {key}[name].", key),
    };

    /// <summary>The texts of a list; none when there is none.</summary>
    /// <exception cref="ParamsException">It is no list, or a list of trees.</exception>
    public IReadOnlyList<string> List(string key) => [.. Items(key).Select((item, i) =>
        item is Params or ParamList ? throw new ParamsException($"The parameter '{key}' has a {Kind(item)} at position {i}, not a single value.", key) : Text(item))];

    /// <summary>The trees of a list, or of a tree with numbers as keys (<c>lines[0][name]</c>, as forms send them) in the order of the numbers.</summary>
    /// <exception cref="ParamsException">It is something else.</exception>
    public IReadOnlyList<Params> NestedList(string key)
    {
        var items = _values.GetValueOrDefault(key) is Params indexed
            ? indexed._values
                .OrderBy(static v => int.TryParse(v.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue)
                .Select(static v => v.Value)
            : Items(key);
        return [.. items.Select((item, i) => item as Params ?? throw new ParamsException($"The parameter '{key}' has a {Kind(item)} at position {i}, not a tree.", key))];
    }

    /// <summary>The same with one value replaced or added.</summary>
    /// <param name="key">The key on this level.</param>
    /// <param name="value">Text, a number, a truth value, <c>null</c>, or <see cref="Params"/>.</param>
    public Params With(string key, object? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(new Dictionary<string, object?>(_values, StringComparer.Ordinal) { [key] = value });
    }

    /// <summary>The same with the values of <paramref name="other"/>, which win, as path parameters win over the body. Trees are replaced, not mixed.</summary>
    public Params Merge(Params other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
            return this;
        var values = new Dictionary<string, object?>(_values, StringComparer.Ordinal);
        foreach (var (key, value) in other._values)
            values[key] = value;
        return new(values);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The tree in the notation of JSON, cut after 1000 characters, for logs. It may hold what should not be there.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        Write(text, this);
        return text.Length <= 1000 ? text.ToString() : text.ToString(0, 1000) + "…";
    }

    internal static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool b => b ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void Write(System.Text.StringBuilder text, object? value)
    {
        if (text.Length > 1000)
            return;
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string s:
                text.Append('"').Append(s.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                break;
            case Params nested:
                text.Append('{');
                foreach (var (key, item) in nested._values)
                {
                    text.Append(text[^1] == '{' ? "" : ", ");
                    Write(text, key);
                    text.Append(": ");
                    Write(text, item);
                }

                text.Append('}');
                break;
            case ParamList list:
                text.Append('[');
                foreach (var item in list)
                {
                    text.Append(text[^1] == '[' ? "" : ", ");
                    Write(text, item);
                }

                text.Append(']');
                break;
            default:
                text.Append(Text(value));
                break;
        }
    }

    private static T Parse<T>(string key, string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new ParamsException($"The parameter '{key}' is \"{(text.Length <= 40 ? text : text[..40] + "…")}\" and cannot be read as {typeof(T).Name}.", key);

    private static ParamsException Missing(string key) =>
        new($"The parameter '{key}' is missing. Read it with Get(\"{key}\") where it may be absent.", key);

    private static string Kind(object? value) => value switch { Params => "tree", ParamList => "list", null => "null", _ => "single value" };

    private IReadOnlyList<object?> Items(string key) => _values.GetValueOrDefault(key) switch
    {
        null => [],
        ParamList list => list,
        var other => throw new ParamsException($"The parameter '{key}' is a {Kind(other)}, not a list such as {key}[].", key),
    };
}

/// <summary>A list inside <see cref="Params"/>: a type of its own, so that it is told from a list that a value might be.</summary>
internal sealed class ParamList : List<object?>;
