namespace Zhar.Data;

/// <summary>Which row a statement is about: values of fields, all of which it must have.</summary>
internal sealed class RowFilters(SchemaInfo schema)
{
    private FieldValue[] _values = [];
    private int _count;

    /// <summary>Fields that are compared with a value.</summary>
    internal UInt128 Columns { get; private set; }

    /// <summary>Fields that must be null.</summary>
    internal UInt128 Nulls { get; private set; }

    /// <summary>The primary key among them.</summary>
    internal FieldValue[] Key { get; private set; } = [];

    internal void AddKey(FieldValue[] key)
    {
        Key = key;
        if (_count == 0 && _values.Length == 0)
            _values = new FieldValue[key.Length + (schema.LockVersion is null ? 0 : 1)];
        foreach (var (field, value) in key)
            Add(schema.Fields[field], value);
    }

    internal void Add(IReadOnlyList<FieldValue> values)
    {
        for (var i = 0; i < values.Count; i++)
            Add(schema.Fields[values[i].Field], values[i].Value);
    }

    internal void Add(Field field, object? value)
    {
        var bit = SchemaPlans.Bit(field);
        if (((Columns | Nulls) & bit) != 0)
            Remove(field, bit);
        if (value is null)
        {
            Nulls |= bit;
            return;
        }

        Columns |= bit;
        if (_count == _values.Length)
            Array.Resize(ref _values, Math.Max(4, _count * 2));
        _values[_count++] = new(field.Index, value);
    }

    private void Remove(Field field, UInt128 bit)
    {
        if (Array.FindIndex(_values, 0, _count, value => value.Field == field.Index) is >= 0 and var at)
            Array.Copy(_values, at + 1, _values, at, --_count - at);
        Columns &= ~bit;
        Nulls &= ~bit;
    }

    internal object?[] Dump(Dialect dialect)
    {
        var values = new object?[_count];
        AppendTo(values, 0, dialect);
        return values;
    }

    internal int Count => _count;

    /// <summary>Writes the values in the order of the schema, as the statement has them.</summary>
    internal void AppendTo(object?[] values, int start, Dialect dialect)
    {
        if (_count > 1)
            _values.AsSpan(0, _count).Sort(static (a, b) => a.Field.CompareTo(b.Field));
        foreach (var (field, value) in _values.AsSpan(0, _count))
            values[start++] = schema.Fields[field].Type.Dump(value, dialect);
    }
}
