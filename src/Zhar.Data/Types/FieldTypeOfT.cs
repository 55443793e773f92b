namespace Zhar.Data;

/// <summary>A <see cref="FieldType"/> for values of one .NET type.</summary>
/// <typeparam name="T">The type of a value, not nullable.</typeparam>
public abstract class FieldType<T> : FieldType
    where T : notnull
{
    /// <inheritdoc/>
    public sealed override Type ClrType => typeof(T);

    internal sealed override bool IsZero(object value) => typeof(T).IsValueType && value is T typed && EqualityComparer<T>.Default.Equals(typed, default);
}
