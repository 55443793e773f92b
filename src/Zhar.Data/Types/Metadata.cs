using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Zhar.Data;

/// <summary>Names and values that go with an error or a validation: what its message needs, and what tells it from others. A few, in order; immutable.</summary>
public sealed class Metadata : IReadOnlyDictionary<string, object?>
{
    private readonly KeyValuePair<string, object?>[] _items;

    private Metadata(KeyValuePair<string, object?>[] items) => _items = items;

    /// <summary>None.</summary>
    public static Metadata Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _items.Select(static i => i.Key);

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _items.Select(static i => i.Value);

    /// <inheritdoc/>
    public object? this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no '{key}' in {this}.");

    /// <summary>These names and values; of a name that comes twice the first counts.</summary>
    public static Metadata Of(params ReadOnlySpan<(string Name, object? Value)> items)
    {
        var pairs = new KeyValuePair<string, object?>[items.Length];
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = new(items[i].Name, items[i].Value);
        return new(pairs);
    }

    internal ReadOnlySpan<KeyValuePair<string, object?>> Items => _items;

    /// <summary>Those that have a value.</summary>
    internal static Metadata OfGiven(ReadOnlySpan<(string Name, object? Value)> items)
    {
        var count = 0;
        foreach (var item in items)
            count += item.Value is null ? 0 : 1;
        var pairs = new KeyValuePair<string, object?>[count];
        foreach (var item in items)
        {
            if (item.Value is not null)
                pairs[^count--] = new(item.Name, item.Value);
        }

        return new(pairs);
    }

    /// <summary>These, and behind them others.</summary>
    public Metadata And(Metadata? more) => more is null || more.Count == 0 ? this : Count == 0 ? more : new([.. _items, .. more._items]);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        foreach (var item in _items)
        {
            if (item.Key == key)
            {
                value = item.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>{count: 3, kind: min}</c>.</summary>
    public override string ToString() => $"{{{string.Join(", ", _items.Select(static i => $"{i.Key}: {Show(i.Value)}"))}}}";

    private static string Show(object? value) => value is IEnumerable list and not string ? $"[{string.Join(", ", list.Cast<object?>())}]" : $"{value ?? "null"}";
}
