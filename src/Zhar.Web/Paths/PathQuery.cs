using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace Zhar.Web;

/// <summary>The query of a path, in order: <c>[("page", 2), ("tags[]", "a")]</c>. What is <c>null</c> is left out. Source: Phoenix.VerifiedRoutes, query parameters.</summary>
/// <remarks>Values are text, numbers, dates, truth values, enums (in snake case), lists of those (<c>key[]</c> for each), and <see cref="Params"/>.</remarks>
[CollectionBuilder(typeof(PathQuery), nameof(Create))]
public readonly struct PathQuery : IEnumerable<(string Key, object? Value)>
{
    private readonly (string Key, object? Value)[]? _pairs;

    private PathQuery((string Key, object? Value)[] pairs) => _pairs = pairs;

    /// <summary>A query of these pairs.</summary>
    public static PathQuery Create(ReadOnlySpan<(string Key, object? Value)> pairs) => new(pairs.ToArray());

    /// <summary>A query of params, such as those of the request in hand.</summary>
    public static implicit operator PathQuery(Params? parameters) => parameters is null ? default : new([.. parameters.Select(static p => (p.Key, p.Value))]);

    /// <summary>The path with this query behind it.</summary>
    /// <param name="path">A path, which may have a query already.</param>
    public string AppendTo(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (_pairs is null || _pairs.Length == 0)
            return path;
        var text = new StringBuilder(path);
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (key, value) in _pairs)
            Append(text, key ?? throw new ArgumentException("A key of a query is null."), value, ref separator);
        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<(string Key, object? Value)> GetEnumerator() => ((IEnumerable<(string, object?)>)(_pairs ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Append(StringBuilder text, string key, object? value, ref char separator)
    {
        switch (value)
        {
            case null:
                return;
            case Params tree:
                foreach (var (inner, item) in tree)
                    Append(text, $"{key}[{inner}]", item, ref separator);
                return;
            case IEnumerable list and not string:
                foreach (var item in list)
                    Append(text, key.EndsWith("[]", StringComparison.Ordinal) ? key : key + "[]", item, ref separator);
                return;
        }

        text.Append(separator).Append(Uri.EscapeDataString(key).Replace("%5B", "[", StringComparison.Ordinal).Replace("%5D", "]", StringComparison.Ordinal)).Append('=').Append(Uri.EscapeDataString(RoutePath.Text(value)));
        separator = '&';
    }
}
