namespace Zhar.Data;

/// <summary>What can be put into an embed or an association: a record, a changeset, or values by the names of properties.</summary>
/// <typeparam name="T">The record.</typeparam>
public readonly struct Child<T>
    where T : class
{
    private Child(object? value) => Value = value;

    /// <summary>The record, the <see cref="Changeset{T}"/>, or the values; <c>null</c> for none.</summary>
    public object? Value { get; }

    /// <summary>A record.</summary>
    public static implicit operator Child<T>(T? record) => new(record);

    /// <summary>A changeset.</summary>
    public static implicit operator Child<T>(Changeset<T>? changeset) => new(changeset);

    /// <summary>Values by the names of properties, which are not cast.</summary>
    public static implicit operator Child<T>(Dictionary<string, object?>? values) => new(values);
}
