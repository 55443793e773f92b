using System.Collections.Concurrent;
using System.Text;

namespace Zhar.Data;

/// <summary>The SQL of a schema's by-key operations, each made once for the columns that it touches.</summary>
internal sealed class SchemaPlans
{
    private readonly SchemaInfo _schema;
    private readonly Dialect _dialect;
    private readonly ConcurrentDictionary<PlanKey, SqlStatement> _statements = new();
    private readonly ConcurrentDictionary<PlanKey, int[]> _ordinals = new();

    internal SchemaPlans(SchemaInfo schema, Dialect dialect)
    {
        _schema = schema;
        _dialect = dialect;
        Columns = [.. schema.Fields.Where(static field => !field.IsVirtual && !field.IsLazy)];
        AllColumns = MaskOf(Columns);
        Ordinals = OrdinalsOf(Columns);
        ReadAfterWrite = MaskOf(schema.Fields.Where(static field => field.IsReadAfterWrite));
    }

    /// <summary>What a SELECT of the schema reads, in this order.</summary>
    internal IReadOnlyList<Field> Columns { get; }

    internal UInt128 AllColumns { get; }

    /// <summary>For each field its column in a row of <see cref="Columns"/>, or -1.</summary>
    internal int[] Ordinals { get; }

    internal UInt128 ReadAfterWrite { get; }

    internal static UInt128 Bit(Field field) => field.Index < 128 ? UInt128.One << field.Index : throw new SchemaException(
        $"{field.Schema.Name} has {field.Schema.Fields.Count} fields. A schema that is stored has at most 128; move some into an embed or a table of their own.");

    internal static bool Has(UInt128 mask, Field field) => (mask & Bit(field)) != 0;

    internal static UInt128 MaskOf(IEnumerable<Field> fields) => fields.Aggregate(UInt128.Zero, static (mask, field) => mask | Bit(field));

    /// <summary>The ordinals of a row with the fields of <paramref name="mask"/>, in the schema's order.</summary>
    internal int[] OrdinalsOf(UInt128 mask) => _ordinals.GetOrAdd(new PlanKey(StatementKind.Raw, null, null, mask, 0, 0), static (key, plans) => plans.OrdinalsOf(plans.FieldsOf(key.First)), this);

    /// <summary>Rows by the equality of some fields, some of them null.</summary>
    internal SqlStatement Select(string? prefix, string? source, UInt128 filters, UInt128 nulls, RowLock rowLock, int limit) =>
        Get(new PlanKey(StatementKind.Select, prefix, source, filters, nulls, ((int)rowLock * 4) + limit));

    internal SqlStatement Insert(string? prefix, string? source, UInt128 columns, UInt128 returning) => Get(new PlanKey(StatementKind.Insert, prefix, source, columns, returning, 0));

    internal SqlStatement Update(string? prefix, string? source, UInt128 columns, UInt128 filters, UInt128 nulls, UInt128 returning) =>
        Get(new PlanKey(StatementKind.Update, prefix, source, columns, returning, 0, filters, nulls));

    internal SqlStatement Delete(string? prefix, string? source, UInt128 filters, UInt128 nulls) => Get(new PlanKey(StatementKind.Delete, prefix, source, filters, nulls, 0));

    internal List<Field> FieldsOf(UInt128 mask)
    {
        var fields = new List<Field>();
        foreach (var field in _schema.FieldArray)
        {
            if (Has(mask, field))
                fields.Add(field);
        }

        return fields;
    }

    /// <summary>An INSERT with a conflict clause, which is rare enough not to be kept by its parts.</summary>
    internal StringBuilder InsertText(string? prefix, string? source, IReadOnlyList<Field> columns, int rows = 1)
    {
        var sql = new StringBuilder("insert into ");
        AppendTable(sql, prefix, source);
        if (columns.Count == 0)
            return sql.Append(_dialect.DefaultValues);
        sql.Append(" (");
        AppendNames(sql, columns);
        sql.Append(") values ");
        for (int row = 0, position = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var i = 0; i < columns.Count; i++)
            {
                if (i > 0)
                    sql.Append(", ");
                _dialect.AppendParameter(sql, position++, columns[i].Type);
            }

            sql.Append(')');
        }

        return sql;
    }

    internal void AppendReturning(StringBuilder sql, IReadOnlyList<Field> fields, string? extra = null)
    {
        if (fields.Count == 0 && extra is null)
            return;
        sql.Append(" returning ");
        AppendNames(sql, fields);
        if (extra is not null)
            sql.Append(fields.Count > 0 ? ", " : "").Append(extra);
    }

    internal void AppendTable(StringBuilder sql, string? prefix, string? source) => _dialect.AppendTable(sql, prefix, source ?? _schema.Source);

    internal void AppendNames(StringBuilder sql, IReadOnlyList<Field> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                sql.Append(", ");
            _dialect.AppendName(sql, fields[i].Column);
        }
    }

    /// <summary>Appends <c>a = $1 and b is null</c>.</summary>
    internal void AppendFilters(StringBuilder sql, UInt128 filters, UInt128 nulls, List<Field> parameters)
    {
        var first = true;
        foreach (var field in FieldsOf(filters | nulls))
        {
            sql.Append(first ? " where " : " and ");
            first = false;
            _dialect.AppendName(sql, field.Column);
            if (Has(nulls, field))
            {
                sql.Append(" is null");
                continue;
            }

            sql.Append(" = ");
            _dialect.AppendParameter(sql, parameters.Count, field.Type);
            parameters.Add(field);
        }
    }

    internal SqlStatement Statement(StringBuilder sql, StatementKind kind, List<Field> parameters) => new(sql.ToString(), kind, _schema.Source, [.. parameters.Select(static field => field.Type)])
    {
        Redacted = parameters.Exists(static field => field.IsRedacted) ? [.. parameters.Select(static field => field.IsRedacted)] : null,
    };

    private SqlStatement Get(PlanKey key) => _statements.TryGetValue(key, out var statement) ? statement : _statements.GetOrAdd(key, static (key, plans) => plans.Make(key), this);

    private SqlStatement Make(PlanKey key)
    {
        var parameters = new List<Field>();
        StringBuilder sql;
        switch (key.Kind)
        {
            case StatementKind.Select:
                sql = new StringBuilder("select ");
                AppendNames(sql, Columns);
                sql.Append(" from ");
                AppendTable(sql, key.Prefix, key.Source);
                AppendFilters(sql, key.First, key.Second, parameters);
                if (key.Extra % 4 is > 0 and var limit)
                    sql.Append(" limit ").Append(limit);
                sql.Append(_dialect.LockClause((RowLock)(key.Extra / 4)));
                break;
            case StatementKind.Insert:
                parameters.AddRange(FieldsOf(key.First));
                sql = InsertText(key.Prefix, key.Source, parameters);
                AppendReturning(sql, FieldsOf(key.Second));
                break;
            case StatementKind.Update:
                sql = new StringBuilder("update ");
                AppendTable(sql, key.Prefix, key.Source);
                AppendAssignments(sql.Append(" set "), FieldsOf(key.First), parameters);
                AppendFilters(sql, key.Filters, key.Nulls, parameters);
                AppendReturning(sql, FieldsOf(key.Second));
                break;
            default:
                sql = new StringBuilder("delete from ");
                AppendTable(sql, key.Prefix, key.Source);
                AppendFilters(sql, key.First, key.Second, parameters);
                break;
        }

        return Statement(sql, key.Kind, parameters);
    }

    private void AppendAssignments(StringBuilder sql, List<Field> columns, List<Field> parameters)
    {
        foreach (var field in columns)
        {
            if (parameters.Count > 0)
                sql.Append(", ");
            _dialect.AppendName(sql, field.Column);
            sql.Append(" = ");
            _dialect.AppendParameter(sql, parameters.Count, field.Type);
            parameters.Add(field);
        }
    }

    private int[] OrdinalsOf(IReadOnlyList<Field> columns)
    {
        var ordinals = new int[_schema.Fields.Count];
        Array.Fill(ordinals, -1);
        for (var i = 0; i < columns.Count; i++)
            ordinals[columns[i].Index] = i;
        return ordinals;
    }

    private readonly record struct PlanKey(
        StatementKind Kind, string? Prefix, string? Source, UInt128 First, UInt128 Second, int Extra, UInt128 Filters = default, UInt128 Nulls = default);
}
