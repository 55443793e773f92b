using System.Text.Json;

namespace Zhar.Data;

/// <summary>How the values of a field are cast from outside, dumped to the database and loaded from it. Write your own as a <see cref="FieldType{T}"/>. Source: Ecto.Type.</summary>
/// <remarks>Immutable and safe from any thread. Values are never <c>null</c> here: null casts, dumps and loads to null before the type is asked.</remarks>
public abstract partial class FieldType
{
    /// <summary>The name, as error metadata and messages have it: <c>integer</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The type of a value, not nullable.</summary>
    public abstract Type ClrType { get; }

    /// <summary>What the column holds.</summary>
    public abstract StorageKind Storage { get; }

    /// <summary>The type of the elements of a list, or <c>null</c>.</summary>
    public virtual FieldType? Element => null;

    /// <summary>Whether an empty text that is cast is trimmed first, so that blanks count as empty. Not for binary.</summary>
    public virtual bool TrimsEmpty => true;

    /// <summary>From the outside, which is not trusted: a text of a form, a value of JSON, or a value in code. <c>null</c> casts to <c>null</c>.</summary>
    public CastResult Cast(object? input) => input is null ? CastResult.Ok(null) : CastValue(input);

    /// <summary>To the neutral type of <see cref="Storage"/>. <c>null</c> dumps to <c>null</c>.</summary>
    public object? Dump(object? value, Dialect dialect) => value is null ? null : DumpValue(value, dialect);

    /// <summary>From the neutral type of <see cref="Storage"/>. <c>null</c> loads to <c>null</c>.</summary>
    /// <exception cref="SchemaException">The stored value means nothing to the type.</exception>
    public object? Load(object? stored, Dialect dialect) => stored is null ? null : LoadValue(stored, dialect);

    /// <summary>Whether two values are the same, so that the one in place of the other is no change.</summary>
    public bool Equal(object? left, object? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && EqualValues(left, right));

    /// <summary>Writes a value into JSON: inside an embed, a list or a map.</summary>
    public abstract void WriteJson(Utf8JsonWriter json, object value);

    /// <summary>Reads a value from JSON.</summary>
    /// <exception cref="SchemaException">It means nothing to the type.</exception>
    public abstract object? ReadJson(JsonElement json);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The value for a generated UUID.</summary>
    internal virtual object FromGuid(Guid id) => throw new SchemaException($"A {Name} cannot be generated as a UUID. Make the property a Guid or a string.");

    /// <summary>Whether the value is the zero of its type.</summary>
    internal virtual bool IsZero(object value) => false;

    /// <summary>See <see cref="Cast"/>.</summary>
    protected abstract CastResult CastValue(object input);

    /// <summary>See <see cref="Dump"/>.</summary>
    protected virtual object? DumpValue(object value, Dialect dialect) => value;

    /// <summary>See <see cref="Load"/>.</summary>
    protected virtual object? LoadValue(object stored, Dialect dialect) => stored;

    /// <summary>See <see cref="Equal"/>.</summary>
    protected virtual bool EqualValues(object left, object right) => left.Equals(right);
}
