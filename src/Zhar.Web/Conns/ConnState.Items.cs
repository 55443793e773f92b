using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace Zhar.Web;

/// <summary>The <c>Items</c> of the request: a dictionary that is made when something is put into it.</summary>
internal sealed partial class ConnState : IItemsFeature, IDictionary<object, object?>
{
    private IDictionary<object, object?>? _items;
    private IDictionary<object, object?>? _replaced;

    IDictionary<object, object?> IItemsFeature.Items
    {
        get => _replaced ?? this;
        set => _replaced = ReferenceEquals(value, this) ? null : value;
    }

    private IDictionary<object, object?> Items => _items ??= new Dictionary<object, object?>();

    int ICollection<KeyValuePair<object, object?>>.Count => _items?.Count ?? 0;

    bool ICollection<KeyValuePair<object, object?>>.IsReadOnly => false;

    ICollection<object> IDictionary<object, object?>.Keys => Items.Keys;

    ICollection<object?> IDictionary<object, object?>.Values => Items.Values;

    object? IDictionary<object, object?>.this[object key]
    {
        // As ASP.NET Core's own: null for what is not there.
        get => _items is not null && _items.TryGetValue(key, out var value) ? value : null;
        set => Items[key] = value;
    }

    void IDictionary<object, object?>.Add(object key, object? value) => Items.Add(key, value);

    bool IDictionary<object, object?>.ContainsKey(object key) => _items?.ContainsKey(key) ?? false;

    bool IDictionary<object, object?>.Remove(object key) => _items?.Remove(key) ?? false;

    bool IDictionary<object, object?>.TryGetValue(object key, out object? value)
    {
        value = null;
        return _items?.TryGetValue(key, out value) ?? false;
    }

    void ICollection<KeyValuePair<object, object?>>.Add(KeyValuePair<object, object?> item) => Items.Add(item);

    void ICollection<KeyValuePair<object, object?>>.Clear() => _items?.Clear();

    bool ICollection<KeyValuePair<object, object?>>.Contains(KeyValuePair<object, object?> item) => _items?.Contains(item) ?? false;

    void ICollection<KeyValuePair<object, object?>>.CopyTo(KeyValuePair<object, object?>[] array, int arrayIndex) => _items?.CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<object, object?>>.Remove(KeyValuePair<object, object?> item) => _items?.Remove(item) ?? false;

    IEnumerator<KeyValuePair<object, object?>> IEnumerable<KeyValuePair<object, object?>>.GetEnumerator() => (_items ?? (IEnumerable<KeyValuePair<object, object?>>)[]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<object, object?>>)this).GetEnumerator();
}
