using System.Data.Common;

namespace Zhar.Data;

/// <summary>The columns that one statement writes, and what the database says about them afterwards.</summary>
internal sealed class RowValues(SchemaInfo schema)
{
    private readonly Field[] _fields = schema.FieldArray;
    private readonly object?[] _values = new object?[schema.Fields.Count];
    private List<FieldValue>? _virtual;
    private List<(Association Association, object? Record)>? _attached;
    private UInt128 _known;

    /// <summary>The fields that are written.</summary>
    internal UInt128 Mask { get; private set; }

    internal bool Has(Field field) => SchemaPlans.Has(Mask, field);

    internal object? this[Field field] => _values[field.Index];

    /// <summary>Writes a field.</summary>
    internal void Put(Field field, object? value)
    {
        _values[field.Index] = value;
        Mask |= SchemaPlans.Bit(field);
        _known |= SchemaPlans.Bit(field);
    }

    /// <summary>What an insert writes of the record itself: all that is set. A column that is not written gets the database's default.</summary>
    internal void TakeData(object record)
    {
        foreach (var field in _fields)
        {
            if (field.IsVirtual || field.Writable == Writable.Never)
                continue;
            var value = schema.GetValue(record, field.Index);
            if (value is null || (IsMade(field) && SchemaInfo.IsUnset(field, value)))
                continue;
            Put(field, field.IsEmbed ? Embeds.Generated(field, value) : value);
        }
    }

    /// <summary>What the changeset changes. Embeds become the records that their changesets describe.</summary>
    internal void TakeChanges(Changeset changeset, TimeProvider clock, bool isInsert)
    {
        var changes = changeset.Changes;
        for (var i = 0; i < changes.Count; i++)
        {
            var (name, value) = changes[i];
            if (schema.Find(name) is not { } field)
                continue; // an association
            var stored = field.IsEmbed ? Embeds.Apply(field, value, clock) : value;
            if (field.IsVirtual)
                (_virtual ??= []).Add(new(field.Index, stored));
            else if (field.Writable == Writable.Always || (field.Writable == Writable.Insert && isInsert))
                Put(field, stored);
        }
    }

    /// <summary>What the client makes for a new row: keys, values, times.</summary>
    internal void Autogenerate(TimeProvider clock)
    {
        foreach (var field in _fields)
        {
            if (!field.IsVirtual && (!Has(field) || this[field] is null) && field.Generate() is { } generated)
                Put(field, generated);
        }

        var now = clock.GetUtcNow();
        PutTime(schema.InsertedAt, now);
        PutTime(schema.UpdatedAt, now);
    }

    /// <summary>The time of the last change, unless the changeset sets it.</summary>
    internal void Touch(TimeProvider clock) => PutTime(schema.UpdatedAt, clock.GetUtcNow());

    /// <summary>Demands the version that was read, and counts it up when the row is written.</summary>
    internal void CountVersion(object record, RowFilters filters)
    {
        if (schema.LockVersion is not { } field)
            return;
        var version = schema.GetValue(record, field.Index);
        filters.Add(field, version);
        if (Has(field))
            return;
        Put(field, version switch
        {
            int.MaxValue => 1,
            long.MaxValue => 1L,
            int number => number + 1,
            long number => number + 1,
            short number => number == short.MaxValue ? (object)(short)1 : (short)(number + 1),
            null => field.Type.Storage == StorageKind.Int64 ? 1L : field.Type.Storage == StorageKind.Int16 ? (object)(short)1 : 1,
            _ => throw new SchemaException($"{field} is the version of the row, but its type {field.ClrType.Name} does not count. Make it an int or a long."),
        });
    }

    /// <summary>The values as the driver gets them, in the schema's order, and those of the filters behind them.</summary>
    internal object?[] Dump(Dialect dialect, RowFilters? filters = null)
    {
        var count = (int)UInt128.PopCount(Mask);
        var parameters = new object?[count + (filters?.Count ?? 0)];
        var next = 0;
        foreach (var field in _fields)
        {
            if (SchemaPlans.Has(Mask, field))
                parameters[next++] = field.Type.Dump(_values[field.Index], dialect);
        }

        filters?.AppendTo(parameters, next, dialect);
        return parameters;
    }

    /// <summary>Takes what the row holds now.</summary>
    internal void Load(DbDataReader reader, ReadOnlySpan<int> ordinals, Dialect dialect)
    {
        foreach (var field in _fields)
        {
            if (ordinals[field.Index] is not (>= 0 and var ordinal))
                continue;
            _values[field.Index] = field.Load(dialect.Read(reader, ordinal, field.Type.Storage), dialect);
            _known |= SchemaPlans.Bit(field);
        }
    }

    /// <summary>The keys of a row whose other values are all given.</summary>
    internal void AutogenerateKeys()
    {
        foreach (var field in _fields)
        {
            if (!field.IsVirtual && !Has(field) && field.Generate() is { } generated)
                Put(field, generated);
        }
    }

    /// <summary>The row that this one points to now.</summary>
    internal void Attach(Association association, object? record) => (_attached ??= []).Add((association, record));

    /// <summary>A column that was not written, with its value.</summary>
    internal void Learn(Field field, object? value)
    {
        _values[field.Index] = value;
        _known |= SchemaPlans.Bit(field);
    }

    /// <summary>The record as it is stored now.</summary>
    internal object Apply(object record, Meta meta)
    {
        var values = new FieldValue[(int)UInt128.PopCount(_known) + (_virtual?.Count ?? 0)];
        var count = 0;
        for (; count < (_virtual?.Count ?? 0); count++)
            values[count] = _virtual![count]; // counted
        foreach (var field in _fields)
        {
            if (!field.IsVirtual && SchemaPlans.Has(_known, field) && (_values[field.Index] is not null || field.IsNullable))
                values[count++] = new(field.Index, _values[field.Index]);
        }

        var before = record;
        record = ForgetMoved(schema.WithValues(record, values.AsSpan(0, count)), record);
        if (_attached is null)
            return schema.WithMetaOf(record, meta, isFresh: !ReferenceEquals(record, before));
        foreach (var (association, parent) in _attached)
            record = schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(parent));
        return schema.WithMetaOf(record, meta);
    }

    /// <summary>The primary key, for a statement about the row that was just written.</summary>
    internal FieldValue[] KeyOf() => [.. schema.PrimaryKey.Select(field => new FieldValue(field.Index, _values[field.Index]))];

    /// <summary>A record that this one no longer points to is not its association any more.</summary>
    private object ForgetMoved(object record, object before)
    {
        for (var i = 0; i < schema.Associations.Count; i++)
        {
            var association = schema.Associations[i];
            if (association.Kind != AssociationKind.BelongsTo || !Has(association.OwnerKey) || !schema.GetAssociationValue(before, association.Index).IsLoaded)
                continue;
            var key = association.OwnerKey;
            if (!key.Type.Equal(schema.GetValue(before, key.Index), this[key]))
                record = schema.WithAssociationValue(record, association.Index, AssociationValue.NotLoaded);
        }

        return record;
    }

    /// <summary>Whether somebody else than the caller makes the value when it is not given.</summary>
    private bool IsMade(Field field) => field.Autogenerate != Zhar.Data.Autogenerate.None || field.IsReadAfterWrite || ReferenceEquals(field, schema.InsertedAt) || ReferenceEquals(field, schema.UpdatedAt);

    private void PutTime(Field? field, DateTimeOffset now)
    {
        if (field is not null && !Has(field))
            Put(field, Times.Of(field, now));
    }
}
