namespace Zhar.Data;

/// <summary>The name of a property, for code that knows it at run time only: a text or a <see cref="Field"/>.</summary>
/// <param name="Name">The property.</param>
public readonly record struct FieldName(string Name)
{
    /// <summary>From the name of the property.</summary>
    public static implicit operator FieldName(string name) => new(name);

    /// <summary>From a field, <c>User.Fields.Email</c>.</summary>
    public static implicit operator FieldName(Field field) => new(field?.Name ?? throw new ArgumentNullException(nameof(field)));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
