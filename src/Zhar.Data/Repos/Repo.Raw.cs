namespace Zhar.Data;

/// <content>Handwritten SQL. Source: Ecto.Adapters.SQL, query/4.</content>
public abstract partial class Repo
{
    /// <summary>Runs SQL and reads whatever it returns.</summary>
    /// <param name="sql">The statement, with the placeholders <c>$1</c>, <c>$2</c> … (MySQL: <c>?</c>). Never put input into it.</param>
    /// <param name="parameters">Their values.</param>
    /// <param name="options">The call's options.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <exception cref="DatabaseException">The database has refused it.</exception>
    public Task<QueryResult> Query(string sql, IReadOnlyList<object?>? parameters = null, OperationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return Read(Runtime, sql, parameters, options, cancellationToken);
    }

    /// <summary>Runs SQL and reads its rows into records, by the columns' names. Columns that the schema does not have are left out.</summary>
    /// <exception cref="DatabaseException">The database has refused it.</exception>
    public Task<List<T>> Query<T>(string sql, IReadOnlyList<object?>? parameters = null, OperationOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return Load<T>(Runtime, SchemaInfo.Of<T>(), sql, parameters, options, cancellationToken);
    }

    /// <summary>Runs several statements in one text, and reads what each returns. Source: Ecto.Adapters.SQL, query_many/4.</summary>
    /// <param name="sql">The statements, with semicolons between them.</param>
    /// <param name="parameters">Their values. PostgreSQL takes none here.</param>
    /// <param name="options">The call's options.</param>
    /// <param name="cancellationToken">Stops the statements.</param>
    /// <returns>The result of each statement that returns rows, in order.</returns>
    /// <exception cref="DatabaseException">The database has refused one of them.</exception>
    public async Task<IReadOnlyList<QueryResult>> QueryMany(string sql, IReadOnlyList<object?>? parameters = null, OperationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        var runtime = Runtime;
        var statement = new SqlStatement(sql, StatementKind.Raw) { IsKept = false };
        using var lease = await runtime.Lease(statement.IsWrite, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, Raw(parameters), options, cancellationToken).ConfigureAwait(false);
        var results = new List<QueryResult>();
        do
        {
            if (rows.Reader.FieldCount > 0)
                results.Add(await ReadResult(rows).ConfigureAwait(false));
        }
        while (await rows.NextResult().ConfigureAwait(false));
        return results;
    }

    private static SqlStatement RawStatement(RepoRuntime runtime, string sql)
    {
        var kind = sql.AsSpan().TrimStart() is var start && start.StartsWith("select", StringComparison.OrdinalIgnoreCase) ? StatementKind.Select : StatementKind.Raw;
        return runtime.Text(sql, kind);
    }

    private static async Task<QueryResult> Read(RepoRuntime runtime, string sql, IReadOnlyList<object?>? parameters, OperationOptions? options, CancellationToken cancellationToken)
    {
        var statement = RawStatement(runtime, sql);
        using var lease = await runtime.Lease(statement.IsWrite, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, Raw(parameters), options, cancellationToken).ConfigureAwait(false);
        return await ReadResult(rows).ConfigureAwait(false);
    }

    private static async ValueTask<QueryResult> ReadResult(Rows rows)
    {
        var reader = rows.Reader;
        var columns = new string[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = reader.GetName(i);
        var all = new List<object?[]>();
        while (await rows.Read().ConfigureAwait(false))
        {
            var row = new object?[columns.Length];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            all.Add(row);
        }

        return new QueryResult(columns, all, rows.Affected);
    }

    private static async Task<List<T>> Load<T>(
        RepoRuntime runtime, SchemaInfo<T> schema, string sql, IReadOnlyList<object?>? parameters, OperationOptions? options, CancellationToken cancellationToken)
    {
        var statement = RawStatement(runtime, sql);
        using var lease = await runtime.Lease(statement.IsWrite, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, Raw(parameters), options, cancellationToken).ConfigureAwait(false);
        var ordinals = new int[schema.Fields.Count];
        Array.Fill(ordinals, -1);
        for (var i = 0; i < rows.Reader.FieldCount; i++)
        {
            var name = rows.Reader.GetName(i);
            if (schema.Fields.FirstOrDefault(field => field.Column.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
                ordinals[found.Index] = i;
        }

        var records = new List<T>();
        while (await rows.Read().ConfigureAwait(false))
            records.Add(schema.Load(rows.Reader, ordinals, runtime.Dialect));
        return records;
    }

    private static object?[] Raw(IReadOnlyList<object?>? parameters) => parameters is null ? [] : [.. parameters.Select(static value => value is DateTimeOffset time ? time.UtcDateTime : value)];
}
