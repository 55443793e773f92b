namespace Zhar.Data;

/// <summary>What an association of a record holds.</summary>
/// <param name="IsLoaded">Whether it was loaded or put.</param>
/// <param name="Value">The record or <c>null</c>; for many, an <see cref="IReadOnlyList{T}"/> of records.</param>
public readonly record struct AssociationValue(bool IsLoaded, object? Value)
{
    /// <summary>Not loaded.</summary>
    public static AssociationValue NotLoaded => default;

    /// <summary>A loaded value.</summary>
    public static AssociationValue Loaded(object? value) => new(true, value);
}
