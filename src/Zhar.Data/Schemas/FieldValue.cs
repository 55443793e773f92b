namespace Zhar.Data;

/// <summary>A value for a field.</summary>
/// <param name="Field">The position of the field in <see cref="SchemaInfo.Fields"/>.</param>
/// <param name="Value">The value, in the type of the property.</param>
public readonly record struct FieldValue(int Field, object? Value);
