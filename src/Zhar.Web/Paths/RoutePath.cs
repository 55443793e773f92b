using System.Collections;
using System.ComponentModel;
using System.Globalization;

namespace Zhar.Web;

/// <summary>Writes values into paths. Called by the generated path helpers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RoutePath
{
    /// <summary>One segment, escaped.</summary>
    /// <param name="value">Text, a number, an identifier, a date, or an object with an <see cref="IRouteParam"/>.</param>
    /// <param name="name">The parameter, for the error.</param>
    /// <param name="route">The route, for the error.</param>
    /// <exception cref="ArgumentException">It is <c>null</c> or empty, or a dot or two, which browsers take for this or the upper directory.</exception>
    public static string Segment<T>(T value, string name, string route)
    {
        // A number has nothing to escape.
        if (typeof(T) == typeof(int) || typeof(T) == typeof(long) || typeof(T) == typeof(Guid))
            return ((IFormattable)value!).ToString(null, CultureInfo.InvariantCulture);
        var text = value is null ? null : Text(value);
        if (text is null or "" or "." or "..")
            throw Wrong(text, name, route);
        return Uri.EscapeDataString(text);
    }

    /// <summary>The part of a segment behind a prefix, escaped.</summary>
    /// <exception cref="ArgumentException">It is <c>null</c> or empty.</exception>
    public static string Rest<T>(T value, string name, string route)
    {
        var text = value is null ? null : Text(value);
        return string.IsNullOrEmpty(text) ? throw Wrong(text, name, route) : Uri.EscapeDataString(text);
    }

    /// <summary>The rest of a path, for a glob: each of its segments is escaped. No segments give an empty rest.</summary>
    /// <param name="value">Segments with slashes between them, or a list of segments.</param>
    /// <param name="name">The parameter, for the error.</param>
    /// <param name="route">The route, for the error.</param>
    /// <exception cref="ArgumentException">It is <c>null</c>, or a segment is empty, a dot or two.</exception>
    public static string Glob<T>(T value, string name, string route)
    {
        if (value is null)
            throw Wrong(null, name, route);
        var segments = value is IEnumerable list and not string ? list.Cast<object?>().Select(static s => s is null ? "" : Text(s)) : Text(value).Trim('/') is { Length: > 0 } text ? text.Split('/') : [];
        return string.Join('/', segments.Select(s => Segment(s, name, route)));
    }

    /// <summary>A path with what its action reads from the query; <c>null</c> is left out.</summary>
    public static string Query(string path, params ReadOnlySpan<(string Key, object? Value)> values) => PathQuery.Create(values).AppendTo(path);

    internal static string Text(object value) => value switch
    {
        string text => text,
        IRouteParam own => own.ToRouteParam(),
        bool flag => flag ? "true" : "false",
        Enum member => Snake(member.ToString()),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Snake(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    private static ArgumentException Wrong(string? text, string name, string route) => new(
        $"The path {route} needs a value for '{name}', and got {(text is null ? "null" : text.Length == 0 ? "an empty text" : $"\"{text}\", which browsers read as a directory")}. Give the key of something that is stored.", name);
}
