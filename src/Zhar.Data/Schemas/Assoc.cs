namespace Zhar.Data;

/// <summary>The row of an association: loaded, perhaps none (<c>null</c>), or not loaded yet, which is another thing. Immutable. Source: Ecto.Association.NotLoaded.</summary>
public readonly struct Assoc<T> : IEquatable<Assoc<T>>
    where T : class
{
    private readonly T? _value;

    /// <summary>A loaded row, or loaded and none.</summary>
    public Assoc(T? value)
    {
        _value = value;
        IsLoaded = true;
    }

    /// <summary>Whether the row was looked for.</summary>
    public bool IsLoaded { get; }

    /// <summary>The row, or <c>null</c> when there is none.</summary>
    /// <exception cref="AssociationNotLoadedException">It is not loaded.</exception>
    public T? Value => IsLoaded ? _value : throw AssociationNotLoadedException.Reading(typeof(T));

    /// <summary>A row is a loaded association.</summary>
    public static implicit operator Assoc<T>(T? value) => new(value);

    /// <summary>For generated code: from what an association of a changeset or a preload holds.</summary>
    public static Assoc<T> From(AssociationValue value) => value.IsLoaded ? new((T?)value.Value) : default;

    /// <summary>For generated code: what the association holds.</summary>
    public AssociationValue ToValue() => new(IsLoaded, _value);

    /// <summary>Whether both are not loaded, or both have an equal row.</summary>
    public bool Equals(Assoc<T> other) => IsLoaded == other.IsLoaded && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Assoc<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value?.GetHashCode() ?? 0;

    /// <summary>Whether both are not loaded, or both have an equal row.</summary>
    public static bool operator ==(Assoc<T> left, Assoc<T> right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Assoc<T> left, Assoc<T> right) => !left.Equals(right);

    /// <summary>The row, or that it is not loaded.</summary>
    public override string ToString() => IsLoaded ? _value?.ToString() ?? "null" : "(not loaded)";
}
