using System.Data.Common;

namespace Zhar.Data;

/// <summary>As <see cref="SchemaInfo"/>, with typed access to the record, without reflection.</summary>
/// <typeparam name="T">The record.</typeparam>
public abstract class SchemaInfo<T> : SchemaInfo
{
    /// <summary>Makes a schema; for generated code.</summary>
    protected SchemaInfo(SchemaDeclaration declaration)
        : base(typeof(T), declaration)
    {
    }

    /// <summary>A record with nothing but its defaults; not to be changed.</summary>
    internal T Blank => field ??= New();

    /// <summary>A new record with its defaults.</summary>
    public abstract T New();

    /// <summary>The value of a field.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">The position in <see cref="SchemaInfo.Fields"/>.</param>
    public abstract object? Get(T record, int field);

    /// <summary>What an association holds.</summary>
    /// <param name="record">The record.</param>
    /// <param name="association">The position in <see cref="SchemaInfo.Associations"/>.</param>
    public abstract AssociationValue GetAssociation(T record, int association);

    /// <summary>Where the record comes from.</summary>
    public abstract Meta GetMeta(T record);

    /// <summary>Reads a row into a new record, whose state is <see cref="RecordState.Loaded"/>.</summary>
    /// <param name="reader">At the row.</param>
    /// <param name="ordinals">For each of <see cref="SchemaInfo.Fields"/> the column in the reader, or -1 where the row does not have it.</param>
    /// <param name="dialect">Knows how the database gives its values.</param>
    /// <exception cref="SchemaException">A value does not fit its field.</exception>
    public abstract T Read(DbDataReader reader, ReadOnlySpan<int> ordinals, Dialect dialect);

    /// <summary>A copy with other values. The record itself is not changed.</summary>
    public T With(T record, ReadOnlySpan<FieldValue> values)
    {
        if (values.IsEmpty)
            return record;
        var copy = Clone(record);
        foreach (var (field, value) in values)
            Set(copy, field, value);
        return copy;
    }

    /// <summary>A copy with another value for an association. The record itself is not changed.</summary>
    public T WithAssociation(T record, int association, AssociationValue value)
    {
        var copy = Clone(record);
        SetAssociation(copy, association, value);
        return copy;
    }

    /// <summary>A copy with other meta. The record itself is not changed.</summary>
    public T WithMeta(T record, Meta meta)
    {
        var copy = Clone(record);
        SetMeta(copy, meta);
        return copy;
    }

    /// <inheritdoc/>
    public sealed override object NewRecord() => New()!; // a schema's record is never null

    /// <inheritdoc/>
    public sealed override object? GetValue(object record, int field) => Get((T)record, field);

    /// <inheritdoc/>
    public sealed override object WithValues(object record, ReadOnlySpan<FieldValue> values) => With((T)record, values)!; // never null

    /// <inheritdoc/>
    public sealed override AssociationValue GetAssociationValue(object record, int association) => GetAssociation((T)record, association);

    /// <inheritdoc/>
    public sealed override object WithAssociationValue(object record, int association, AssociationValue value) => WithAssociation((T)record, association, value)!; // never null

    /// <inheritdoc/>
    public sealed override Meta GetMetaOf(object record) => GetMeta((T)record);

    /// <inheritdoc/>
    public sealed override object WithMetaOf(object record, Meta meta) => WithMeta((T)record, meta)!; // never null

    internal sealed override object WithMetaOf(object record, Meta meta, bool isFresh)
    {
        if (!isFresh)
            return WithMetaOf(record, meta);
        SetMeta((T)record, meta);
        return record;
    }

    internal sealed override object WithAssociationValue(object record, int association, AssociationValue value, bool isFresh)
    {
        if (!isFresh)
            return WithAssociationValue(record, association, value);
        SetAssociation((T)record, association, value);
        return record;
    }

    internal sealed override Changeset ChangesetOf(object record) => new Changeset<T>(this, (T)record);

    /// <summary>The value of a field, or <c>null</c> where the record was never stored and has the zero of a type that cannot be null, which nobody gave it.</summary>
    internal object? Current(T record, Field field)
    {
        var value = Get(record, field.Index);
        return value is not null && !field.IsNullable && !field.HasDefault && field.Type.IsZero(value) && GetMeta(record).State is RecordState.Built ? null : value;
    }

    /// <summary>As <c>Read</c>; a column that holds something else than the field's type is named.</summary>
    internal T Load(DbDataReader reader, ReadOnlySpan<int> ordinals, Dialect dialect)
    {
        try
        {
            return Read(reader, ordinals, dialect);
        }
        catch (Exception e) when (IsMismatch(e))
        {
            throw Mismatch(reader, ordinals, dialect, e);
        }
    }

    /// <summary>What drivers and parsers throw at a value of another type.</summary>
    private static bool IsMismatch(Exception e) => e is InvalidCastException or FormatException or OverflowException or InvalidOperationException;

    // Each field once more, alone: which one it was is known only here, and only when it fails.
    private SchemaException Mismatch(DbDataReader reader, ReadOnlySpan<int> ordinals, Dialect dialect, Exception error)
    {
        for (var i = 0; i < ordinals.Length; i++)
        {
            if (ordinals[i] < 0 || reader.IsDBNull(ordinals[i]))
                continue;
            var field = Fields[i];
            try
            {
                field.Type.Load(dialect.Read(reader, ordinals[i], field.Type.Storage), dialect);
            }
            catch (Exception e) when (IsMismatch(e))
            {
                return new SchemaException(
                    $"The column '{field.Column}' of '{Source}' is {reader.GetDataTypeName(ordinals[i])} in the database and holds a value that is no {field.Type.Name}, which {Name}.{field.Name} is. " +
                    "Change the property's type, or the column by a migration.", field.IsRedacted ? null : e);
            }
        }

        return new SchemaException($"A row of '{Source}' cannot be read as {Name}: its columns are of other types than the properties. Change the properties, or the columns by a migration.", Fields.Any(static f => f.IsRedacted) ? null : error);
    }

    /// <summary>Changes a fresh record in place.</summary>
    internal void Put(T record, int field, object? value) => Set(record, field, value);

    /// <summary>Changes a fresh record in place.</summary>
    internal void PutAssociation(T record, int association, AssociationValue value) => SetAssociation(record, association, value);

    /// <summary>Changes a fresh record in place.</summary>
    internal void PutMeta(T record, Meta meta) => SetMeta(record, meta);

    /// <summary>A fresh record.</summary>
    internal T Copy(T record) => Clone(record);

    /// <summary>Changes a record in place; only for one that nobody else has seen yet.</summary>
    protected abstract void Set(T record, int field, object? value);

    /// <summary>Changes a record in place; only for one that nobody else has seen yet.</summary>
    protected abstract void SetAssociation(T record, int association, AssociationValue value);

    /// <summary>Changes a record in place; only for one that nobody else has seen yet.</summary>
    protected abstract void SetMeta(T record, Meta meta);

    /// <summary>A copy that nobody else has seen yet.</summary>
    protected abstract T Clone(T record);

    /// <summary>For generated code: a column that is null where the property cannot be.</summary>
    protected SchemaException NullIn(int field) => new($"The column '{Fields[field].Column}' of '{Source}' is null, but {Name}.{Fields[field].Name} is {Fields[field].ClrType.Name}. Make the property nullable, or the column not null.");
}
