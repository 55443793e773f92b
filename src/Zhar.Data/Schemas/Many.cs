using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>The rows of an association: loaded, perhaps none, or not loaded yet, which is another thing. Immutable. Source: Ecto.Association.NotLoaded.</summary>
/// <remarks>Reading one that is not loaded throws. A literal is loaded: <c>Posts = [first, second]</c>.</remarks>
[CollectionBuilder(typeof(Many), nameof(Many.Of))]
[SuppressMessage("Naming", "CA1710", Justification = "The name reads as what it is: HasMany, Many<Post>.")]
public readonly struct Many<T> : IReadOnlyList<T>, IEquatable<Many<T>>
{
    private readonly T[]? _items;

    internal Many(T[] items) => _items = items;

    /// <summary>Whether the rows are there.</summary>
    public bool IsLoaded => _items is not null;

    /// <summary>The number of rows.</summary>
    /// <exception cref="AssociationNotLoadedException">They are not loaded.</exception>
    public int Count => Items.Length;

    private T[] Items => _items ?? throw AssociationNotLoadedException.Reading(typeof(T));

    /// <summary>A row.</summary>
    /// <exception cref="AssociationNotLoadedException">They are not loaded.</exception>
    public T this[int index] => Items[index];

    /// <summary>For generated code: from what an association of a changeset or a preload holds.</summary>
    public static Many<T> From(AssociationValue value) => !value.IsLoaded ? default : value.Value switch
    {
        null => new([]),
        T[] items => new(items),
        Many<T> many => many,
        IEnumerable<T> items => new([.. items]),
        IEnumerable items => new([.. items.Cast<T>()]),
        var other => throw new ArgumentException($"Expected a list of {typeof(T).Name}, but got {other.GetType().Name}.", nameof(value)),
    };

    /// <summary>For generated code: what the association holds.</summary>
    public AssociationValue ToValue() => new(IsLoaded, _items);

    /// <summary>Whether both are not loaded, or both have equal rows in the same order.</summary>
    public bool Equals(Many<T> other) =>
        ReferenceEquals(_items, other._items) || (_items is not null && other._items is not null && _items.AsSpan().SequenceEqual(other._items));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Many<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _items is null ? 0 : _items.Aggregate(_items.Length, static (hash, item) => HashCode.Combine(hash, item));

    /// <summary>Whether both are not loaded, or both have equal rows in the same order.</summary>
    public static bool operator ==(Many<T> left, Many<T> right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Many<T> left, Many<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of rows, or that they are not loaded.</summary>
    public override string ToString() => _items is null ? "(not loaded)" : $"[{string.Join(", ", _items)}]";
}

/// <summary>Makes <see cref="Many{T}"/>.</summary>
public static class Many
{
    /// <summary>Loaded rows.</summary>
    public static Many<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
