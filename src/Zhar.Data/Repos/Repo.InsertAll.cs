using System.Runtime.CompilerServices;
using System.Text;

namespace Zhar.Data;

/// <content>Many rows at once. Source: Ecto.Repo.insert_all/3.</content>
public abstract partial class Repo
{
    /// <summary>Inserts many records with as few statements as the database allows, in one transaction when there are several. Associations are not followed.</summary>
    /// <remarks>Keys and times that the client makes are set. A field that is <c>null</c> in all records is left to the database's default; one that is <c>null</c> in some is stored as null there.</remarks>
    /// <returns>The number of rows; and the rows with <see cref="WriteOptions.Returning"/>.</returns>
    /// <exception cref="ConstraintException">A constraint is violated. Nothing was inserted.</exception>
    [OverloadResolutionPriority(1)] // a list written in its place is one of records
    public Task<InsertAllResult<T>> InsertAll<T>(IReadOnlyList<T> records, InsertAllOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        var schema = SchemaInfo.Of<T>();
        var runtime = Runtime;
        var rows = new List<RowValues>(records.Count);
        foreach (var record in records)
        {
            var values = new RowValues(schema);
            values.TakeData(record);
            values.Autogenerate(runtime.Clock);
            rows.Add(values);
        }

        return new BulkInsert<T>(this, runtime, schema, options ?? new(), cancellationToken).Run(rows);
    }

    /// <summary>As above, from values by the names of properties. Rows may have different ones: what a row does not have is null there.</summary>
    /// <remarks>A value may be a query of one row and one column: <c>["TeamId"] = Query.From&lt;Team&gt;().Where(t =&gt; t.Name == "red").Select(t =&gt; t.Id)</c>. It is run first, each query once, in the same transaction; without a row the value is null.</remarks>
    /// <exception cref="SchemaException">There is no such field, or a value does not fit its type.</exception>
    /// <exception cref="MultipleResultsException">A query among the values has several rows. Nothing was inserted.</exception>
    public async Task<InsertAllResult<T>> InsertAll<T>(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, InsertAllOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!rows.Any(static row => row.Values.Any(static value => value is IQuery)))
            return await InsertValues<T>(rows, options, cancellationToken).ConfigureAwait(false);
        return (await Transact(async _ => await InsertValues<T>(await WithoutQueries(rows, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false), cancellationToken: cancellationToken)
            .ConfigureAwait(false)).OrThrow();
    }

    private async Task<List<IReadOnlyDictionary<string, object?>>> WithoutQueries(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, CancellationToken cancellationToken)
    {
        var known = new Dictionary<IQuery, object?>(ReferenceEqualityComparer.Instance);
        var all = new List<IReadOnlyDictionary<string, object?>>(rows.Count);
        foreach (var row in rows)
        {
            var values = new Dictionary<string, object?>(row.Count, StringComparer.Ordinal);
            foreach (var (name, value) in row)
            {
                if (value is not IQuery query)
                    values[name] = value;
                else if (known.TryGetValue(query, out var found))
                    values[name] = found;
                else
                    values[name] = known[query] = await query.Only(this, cancellationToken).ConfigureAwait(false);
            }

            all.Add(values);
        }

        return all;
    }

    private Task<InsertAllResult<T>> InsertValues<T>(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, InsertAllOptions? options, CancellationToken cancellationToken)
        where T : class
    {
        var schema = SchemaInfo.Of<T>();
        var runtime = Runtime;
        var all = new List<RowValues>(rows.Count);
        foreach (var row in rows)
        {
            var values = new RowValues(schema);
            foreach (var (name, value) in row)
            {
                var field = schema.Get(name);
                if (field.IsVirtual)
                    throw new SchemaException($"{schema.Name}.{name} is virtual: it is not stored, so InsertAll cannot take it.");
                values.Put(field, value is null ? null : CastFor(field, value));
            }

            values.AutogenerateKeys();
            all.Add(values);
        }

        return new BulkInsert<T>(this, runtime, schema, options ?? new(), cancellationToken).Run(all);
    }
}

/// <summary>Inserts rows of one table in batches.</summary>
internal sealed class BulkInsert<T>(Repo repo, RepoRuntime runtime, SchemaInfo<T> schema, InsertAllOptions options, CancellationToken cancellationToken)
    where T : class
{
    private readonly SchemaPlans _plans = runtime.PlansOf(schema);
    private readonly List<T> _returned = [];
    private IReadOnlyDictionary<string, string>? _enums;
    private long _count;

    internal async Task<InsertAllResult<T>> Run(List<RowValues> rows)
    {
        if (rows.Count == 0)
            return new InsertAllResult<T>(0, []);
        var columns = _plans.FieldsOf(rows.Aggregate(UInt128.Zero, static (mask, row) => mask | row.Mask));
        if (runtime.Dialect.InsertsArrays && columns.Exists(static field => field.Type is { Name: "enum", Storage: StorageKind.Text } or BitsType))
            _enums = await NativeEnums().ConfigureAwait(false);
        var arrays = runtime.Dialect.InsertsArrays && columns.Count > 0 && columns.TrueForAll(static field => field.Type.Storage != StorageKind.Array);
        var batch = arrays
            ? 10_000
            : Math.Max(1, Math.Min(runtime.Adapter.Capabilities.MaxInsertRows, runtime.Adapter.Capabilities.MaxParameters / Math.Max(1, columns.Count)));
        if (rows.Count <= batch)
        {
            await InsertBatches(rows, columns, batch, arrays).ConfigureAwait(false);
            return new InsertAllResult<T>(_count, _returned);
        }

        var result = await repo.Transact(
            async _ =>
            {
                await InsertBatches(rows, columns, batch, arrays).ConfigureAwait(false);
                return _count;
            },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        return new InsertAllResult<T>(result.OrThrow(), _returned);
    }

    private async Task InsertBatches(List<RowValues> rows, List<Field> columns, int batch, bool arrays)
    {
        // Of one session in a transaction, so that its gate is entered once.
        using var lease = await runtime.Lease(true, cancellationToken).ConfigureAwait(false);
        SqlStatement? statement = null;
        List<object?> own = [];
        var statementRows = 0;
        try
        {
            for (var start = 0; start < rows.Count; start += batch)
            {
                var count = Math.Min(batch, rows.Count - start);
                if (statement is null || (count != statementRows && !arrays))
                    (statement, own) = arrays ? ArrayStatement(columns) : RowStatement(columns, count);
                statementRows = count;
                await Execute(lease.Connection, statement, arrays ? Columns(rows.GetRange(start, count), columns, own) : Cells(rows, start, count, columns, own), count).ConfigureAwait(false);
            }
        }
        catch (DatabaseException e) when (e.Violation is { } violation)
        {
            throw ConstraintException.Undeclared(violation, e, null);
        }
    }

    private ValueTask Execute(RepoConnection connection, SqlStatement statement, object?[] values, int count)
    {
        if (options.Returning)
            return Read(connection, statement, values);
        if (Counter is not null)
            return Count(connection, statement, values, count);
        var executing = connection.Execute(statement, values, options, cancellationToken);
        if (!executing.IsCompletedSuccessfully)
            return ExecuteLater(executing);
        _count += executing.Result;
        return default;
    }

    private async ValueTask ExecuteLater(ValueTask<int> executing) => _count += await executing.ConfigureAwait(false);

    private async ValueTask Read(RepoConnection connection, SqlStatement statement, object?[] values)
    {
        await using var rows = await connection.Query(statement, values, options, cancellationToken).ConfigureAwait(false);
        var stored = 0L;
        while (await rows.Read().ConfigureAwait(false))
        {
            // The counter stands behind the columns. Where it has gone up, the row was stored before.
            if (Counter is not null && rows.Reader.GetInt64(_plans.Columns.Count) is var now && now > stored)
            {
                stored = now;
                if (options.OnConflict is OnConflict.OfNothing)
                    continue;
            }

            _returned.Add(schema.Load(rows.Reader, _plans.Ordinals, runtime.Dialect));
            _count++;
        }
    }

    /// <summary>All rows are stored now; those that were before, and stay as they are, do not count.</summary>
    private async ValueTask Count(RepoConnection connection, SqlStatement statement, object?[] values, int count)
    {
        await using var rows = await connection.Query(statement, values, options, cancellationToken).ConfigureAwait(false);
        var stored = await rows.Read().ConfigureAwait(false) ? rows.Reader.GetInt64(0) : 0;
        _count += options.OnConflict is OnConflict.OfNothing ? count - stored : count;
    }

    /// <summary><c>insert … select * from unnest($1, $2)</c>: one list for each column, so the statement is the same for any number of rows.</summary>
    private (SqlStatement Statement, List<object?> Own) ArrayStatement(List<Field> columns)
    {
        var sql = new StringBuilder("insert into ");
        _plans.AppendTable(sql, Prefix, null);
        sql.Append(" (");
        _plans.AppendNames(sql, columns);
        sql.Append(") select ");
        if (_enums is { Count: > 0 })
            AppendCasts(sql, columns);
        else
            sql.Append('*');
        sql.Append(" from unnest(");
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                sql.Append(", ");
            runtime.Dialect.AppendParameter(sql, i);
        }

        sql.Append(')');
        if (_enums is { Count: > 0 })
        {
            _plans.AppendNames(sql.Append(" as v ("), columns);
            sql.Append(')');
        }

        return Finish(sql, columns, columns.Count);
    }

    // A list of texts is no list of an enum or of bits, and the database does not make one of it by itself.
    private void AppendCasts(StringBuilder sql, List<Field> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            runtime.Dialect.AppendName(sql.Append(i == 0 ? "" : ", "), columns[i].Column);
            if (_enums!.TryGetValue(columns[i].Column, out var type)) // the caller has looked
                sql.Append("::").Append(type);
        }
    }

    private async ValueTask<IReadOnlyDictionary<string, string>> NativeEnums()
    {
        var key = (Prefix, schema.Source);
        if (runtime.Dialect.NativeEnumsSql is not { } sql)
            return new Dictionary<string, string>();
        if (runtime.NativeEnums.TryGetValue(key, out var known))
            return known;
        var table = new StringBuilder();
        _plans.AppendTable(table, Prefix, null);
        using var lease = await runtime.Lease(isWrite: true, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(runtime.Text(sql, StatementKind.Select, null, [FieldType.String]), [table.ToString()], options, cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await rows.Read().ConfigureAwait(false))
            found[rows.Reader.GetString(0)] = rows.Reader.GetString(1);
        return runtime.NativeEnums.GetOrAdd(key, found);
    }

    private (SqlStatement Statement, List<object?> Own) RowStatement(List<Field> columns, int rows)
    {
        var sql = _plans.InsertText(Prefix, null, columns, rows);
        return Finish(sql, [.. Enumerable.Repeat(columns, rows).SelectMany(static row => row)], 0);
    }

    private (SqlStatement Statement, List<object?> Own) Finish(StringBuilder sql, List<Field> fields, int arrays)
    {
        var parameters = new List<Field>(fields);
        var own = new List<object?>();
        new ConflictClause(schema, runtime).Append(sql, options, parameters, own);
        if (options.Returning)
            _plans.AppendReturning(sql, [.. _plans.Columns], Counter);
        else if (Counter is not null)
            sql.Append("; select ").Append(Counter);
        var isArray = arrays == 0 ? null : parameters.Select((_, at) => at < arrays).ToArray();
        return (runtime.Text(sql.ToString(), StatementKind.Insert, schema.Source, [.. parameters.Select(static field => field.Type)], isArray), own);
    }

    /// <summary>Where stored rows are counted, in the databases that need it.</summary>
    private string? Counter => options.OnConflict is OnConflict.OfRaise ? null : runtime.Dialect.ConflictCounter;

    private string? Prefix => options.Prefix ?? schema.Prefix ?? runtime.Options.Prefix;

    private object?[] Columns(List<RowValues> rows, List<Field> columns, List<object?> own)
    {
        var values = new object?[columns.Count + own.Count];
        var column = new object?[rows.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            for (var row = 0; row < column.Length; row++)
                column[row] = columns[i].Type.Dump(rows[row][columns[i]], runtime.Dialect);
            values[i] = runtime.Adapter.ToArray(columns[i].Type, column);
        }

        own.CopyTo(values, columns.Count);
        return values;
    }

    private object?[] Cells(List<RowValues> rows, int start, int count, List<Field> columns, List<object?> own)
    {
        var values = new object?[(count * columns.Count) + own.Count];
        var next = 0;
        for (var row = start; row < start + count; row++)
        {
            foreach (var field in columns)
                values[next++] = field.Type.Dump(rows[row][field], runtime.Dialect);
        }

        own.CopyTo(values, next);
        return values;
    }
}
