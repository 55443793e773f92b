using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Zhar.Web;

/// <summary>Values that plugs and actions put on a request for those behind them, and for templates. Source: Plug.Conn, assigns.</summary>
public sealed class Assigns : IReadOnlyCollection<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    internal Assigns()
    {
    }

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The value, or <c>null</c> when there is none.</summary>
    public object? this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set => _values[key] = value;
    }

    /// <summary>The value as a <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it is something else.</exception>
    public T Get<T>(string key) => TryGet<T>(key, out var value)
        ? value
        : throw new InvalidOperationException(_values.GetValueOrDefault(key) is { } other
            ? $"The assign '{key}' is a {other.GetType().Name}, not a {typeof(T).Name}."
            : $"There is no assign '{key}'. A plug in front of this has to make it: conn.Assign(\"{key}\", value).");

    /// <summary>The value as a <typeparamref name="T"/>. False: there is none, or it is something else.</summary>
    public bool TryGet<T>(string key, [MaybeNullWhen(false)] out T value)
    {
        if (_values.GetValueOrDefault(key) is T found)
        {
            value = found;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Takes a value away. False: there was none.</summary>
    public bool Remove(string key) => _values.Remove(key);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
