using System.Data.Common;

namespace Zhar.Data;

/// <summary>What the making of a row reads: the row itself, and the variables of the query.</summary>
internal sealed class RowContext(DbDataReader reader, Dialect dialect, List<object?> values)
{
    internal DbDataReader Reader => reader;

    internal Dialect Dialect => dialect;

    internal List<object?> Values => values;

    public T Column<T>(ColumnReader<T> column) => column.Read(this);

    public T? Record<T>(RecordReader<T> record)
        where T : class => record.Read(this);

    public T Variable<T>(int place) => (T)values[place]!; // the variable's type is T
}

/// <summary>A value of the SQL, and where in the row it is.</summary>
internal class Leaf(System.Linq.Expressions.Expression sql)
{
    internal System.Linq.Expressions.Expression Sql => sql;

    internal int Ordinal { get; set; } = -1;
}

/// <summary>Reads one value.</summary>
/// <param name="sql">What it is, for messages.</param>
/// <param name="type">How it is loaded; <c>null</c> for numbers that the database has computed in a type of its own.</param>
/// <param name="sums">Whether null is zero: the sum of no rows.</param>
internal sealed class ColumnReader<T>(System.Linq.Expressions.Expression sql, FieldType? type, bool sums) : Leaf(sql)
{
    internal T Read(RowContext row)
    {
        if (row.Reader.IsDBNull(Ordinal))
        {
            if (default(T) is null || sums)
                return default!; // null is a value of T, or the sum of no rows
            throw new QueryException($"""
                '{Sql}' is null in a row, but {typeof(T).Name} has no null. Select it as one that has:

                    ({typeof(T).Name}?){Sql}
                """);
        }

        if (type is not null)
            return Load(type, row);
        var value = row.Reader.GetValue(Ordinal);
        return value is T typed ? typed : (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    private T Load(FieldType known, RowContext row)
    {
        try
        {
            return (T)known.Load(row.Dialect.Read(row.Reader, Ordinal, known.Storage), row.Dialect)!; // what is not null does not load to null
        }
        catch (SchemaException e)
        {
            throw new SchemaException($"'{Sql}' cannot be loaded: {e.Message}", e);
        }
    }
}

/// <summary>Reads a record; <c>null</c> when a join has found none.</summary>
/// <param name="schema">Its schema.</param>
/// <param name="columns">The fields that are read.</param>
/// <param name="meta">The meta, where it is not the usual one.</param>
/// <param name="mayBeAbsent">Whether a join can have found none.</param>
internal sealed class RecordReader<T>(SchemaInfo<T> schema, IReadOnlyList<(Field Field, Leaf Leaf)> columns, Meta? meta, bool mayBeAbsent) : IRecordReader
    where T : class
{
    private readonly int[] _ordinals = new int[schema.Fields.Count];
    private int[] _keys = [];

    public void Resolve()
    {
        Array.Fill(_ordinals, -1);
        foreach (var (field, leaf) in columns)
            _ordinals[field.Index] = leaf.Ordinal;
        _keys = [.. columns.Where(c => schema.PrimaryKey.Count == 0 || c.Field.IsPrimaryKey).Select(static c => c.Leaf.Ordinal)];
    }

    internal T? Read(RowContext row)
    {
        if (mayBeAbsent && IsAbsent(row))
            return null;
        var record = schema.Load(row.Reader, _ordinals, row.Dialect);
        if (meta is not null)
            schema.PutMeta(record, meta);
        return record;
    }

    // Of a row that is there the primary key is never null; without one, some column usually is not.
    private bool IsAbsent(RowContext row)
    {
        foreach (var ordinal in _keys)
        {
            if (!row.Reader.IsDBNull(ordinal))
                return false;
        }

        return true;
    }
}

internal interface IRecordReader
{
    /// <summary>Takes over where the columns are.</summary>
    void Resolve();
}
