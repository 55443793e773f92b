using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <content>Queries. Source: Ecto.Repo.all/2, one/2, exists?/2, aggregate/4, stream/2, update_all/3, delete_all/2.</content>
public abstract partial class Repo
{
    private bool? _preparesQueries;

    /// <summary>Whether the application looks at each query before it runs, so that reads by key become queries too.</summary>
    internal bool PreparesQueries => _preparesQueries ??= GetType().GetMethod(nameof(PrepareQuery), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)?.DeclaringType != typeof(Repo);

    /// <summary>Sees each query before it runs, and may change it: adds the tenant, leaves out what is deleted. Source: Ecto.Repo, prepare_query/3.</summary>
    /// <param name="operation">What is about to run.</param>
    /// <param name="query">The query. <see cref="Query{T}.SourceType"/> tells what it is about, and <see cref="Query{T}.WhereSource"/> adds a condition on that.</param>
    /// <param name="options">The call's options, with the application's own in <see cref="OperationOptions.Custom"/>.</param>
    /// <example><code>
    /// protected override Query&lt;T&gt; PrepareQuery&lt;T&gt;(QueryOperation operation, Query&lt;T&gt; query, OperationOptions options) =>
    ///     query.SourceType == typeof(Post) &amp;&amp; options["tenant"] is int tenant ? query.WhereSource&lt;Post&gt;(p => p.TenantId == tenant) : query;
    /// </code></example>
    protected virtual Query<T> PrepareQuery<T>(QueryOperation operation, Query<T> query, OperationOptions options) => query;

    /// <summary>All rows of a query, with their preloads.</summary>
    /// <exception cref="QueryException">The query cannot be made SQL, or a row does not fit what it selects.</exception>
    /// <exception cref="DatabaseException">The database has refused it.</exception>
    public Task<List<T>> All<T>(Query<T> query, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var runtime = Runtime;
        var fetching = Fetch(runtime, Prepared(QueryOperation.All, query, options), options, cancellationToken);
        return query.Preloads.IsEmpty ? fetching : WithPreloads(runtime, fetching, query.Preloads, options, cancellationToken);
    }

    /// <summary>The records of a query whose join fills an association of theirs, each once, in the order in which they come first.</summary>
    /// <exception cref="QueryException">The query cannot be made SQL, or the records have no primary key.</exception>
    public Task<List<T>> All<T>(JoinedQuery<T> query, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.All(this, options, cancellationToken);
    }

    /// <summary>The only row of a query.</summary>
    /// <returns>The default, which is <c>null</c> for a record, when there is none.</returns>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    public async Task<T?> One<T>(Query<T> query, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var rows = await All(query, options, cancellationToken).ConfigureAwait(false);
        return rows.Count switch
        {
            0 => default,
            1 => rows[0],
            _ => throw new MultipleResultsException(typeof(T).Name, rows.Count, query.ToString()),
        };
    }

    /// <summary>As <see cref="One{T}"/>, for a row that must be there.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    public async Task<T> OneOrThrow<T>(Query<T> query, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        var rows = await All(query, options, cancellationToken).ConfigureAwait(false);
        return rows.Count switch
        {
            0 => throw new NotFoundException(typeof(T).Name, query.ToString()),
            1 => rows[0],
            _ => throw new MultipleResultsException(typeof(T).Name, rows.Count, query.ToString()),
        };
    }

    /// <summary>The record that fulfils a condition.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    public Task<T?> GetBy<T>(Expression<Func<T, bool>> predicate, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => One(Data.Query.From<T>().Where(predicate), options, cancellationToken);

    /// <summary>As <see cref="GetBy{T}(Expression{Func{T, bool}}, ReadOptions?, CancellationToken)"/>, for a record that must be there.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    /// <exception cref="MultipleResultsException">There are several.</exception>
    public Task<T> GetByOrThrow<T>(Expression<Func<T, bool>> predicate, ReadOptions? options = null, CancellationToken cancellationToken = default)
        where T : class => OneOrThrow(Data.Query.From<T>().Where(predicate), options, cancellationToken);

    /// <summary>Whether a query has a row. Its order and preloads do not matter.</summary>
    public async Task<bool> Exists<T>(Query<T> query, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var prepared = Prepared(QueryOperation.Exists, query, options);
        var rows = await Fetch(Runtime, Aggregates.Exists(prepared), options, cancellationToken).ConfigureAwait(false);
        return rows.Count > 0;
    }

    /// <summary>The number of rows of a query. Its order and preloads do not matter; a limit does.</summary>
    public async Task<long> Count<T>(Query<T> query, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var rows = await Fetch(Runtime, Aggregates.Count(Prepared(QueryOperation.Aggregate, query, options)), options, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? 0 : rows[0];
    }

    /// <summary>One value of all rows of a query: the sum, the least, the greatest. Its order and preloads do not matter; a limit does.</summary>
    /// <returns>Null when there are no rows; for a type without null ask for one that has it: <c>x => (int?)x.Age</c>, else it is zero.</returns>
    public async Task<TValue?> Aggregate<T, TValue>(Query<T> query, Aggregate aggregate, Expression<Func<T, TValue>> value, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(value);
        return await Aggregates.Run(this, Prepared(QueryOperation.Aggregate, query, options), aggregate, value, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The mean of a number over all rows of a query; <c>null</c> when there are none.</summary>
    public async Task<double?> Average<T, TValue>(Query<T> query, Expression<Func<T, TValue>> value, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(value);
        var rows = await Fetch(Runtime, Aggregates.Average(Prepared(QueryOperation.Aggregate, query, options), value), options, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>The SQL of a query on this repo's database, and the values of its parameters. Nothing is run. Source: Ecto.Adapters.SQL.to_sql/3.</summary>
    public (string Sql, IReadOnlyList<object?> Parameters) ToSql<T>(Query<T> query, ReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        var runtime = Runtime;
        var plan = runtime.Queries.Rows<T>(Locked(Prepared(QueryOperation.All, query, options), options).Expression, PrefixOf(runtime, options), out var variables);
        return (plan.Statement(runtime.Dialect).Text, plan.Values(variables, runtime.Adapter));
    }

    /// <summary>How the database would run a query: its plan as text, a line for each step. Source: Ecto.Adapters.SQL.explain/4.</summary>
    /// <param name="query">The query.</param>
    /// <param name="analyze">Runs the query too, so that the plan has times; not on SQLite.</param>
    /// <param name="options">The call's options.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <exception cref="NotSupportedException">The database's plans have no times.</exception>
    public async Task<string> Explain<T>(Query<T> query, bool analyze = false, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var runtime = Runtime;
        var plan = runtime.Queries.Rows<T>(Locked(Prepared(QueryOperation.All, query, options), options).Expression, PrefixOf(runtime, options), out var variables);
        var statement = plan.Statement(runtime.Dialect);
        var explain = new SqlStatement(runtime.Dialect.Explain(analyze) + statement.Text, StatementKind.Select, statement.Source, statement.Types) { Arrays = statement.Arrays, Redacted = statement.Redacted, IsKept = false };
        using var lease = await runtime.Lease(explain.IsWrite, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(explain, plan.Values(variables, runtime.Adapter), options, cancellationToken).ConfigureAwait(false);
        var lines = new List<string>();
        while (await rows.Read().ConfigureAwait(false))
        {
            var reader = rows.Reader;
            lines.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Where(i => !reader.IsDBNull(i)).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return string.Join('\n', lines);
    }

    /// <summary>Changes each row of a query: <c>repo.UpdateAll(query, set => set.Set(u => u.Role, Role.Member).Inc(u => u.Version, 1))</c>.</summary>
    /// <returns>The number of rows that were changed.</returns>
    /// <remarks>Timestamps and lock versions stay as they are, unless they are named.</remarks>
    public async Task<long> UpdateAll<T>(Query<T> query, Func<Updates<T>, Updates<T>> set, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(set);
        var runtime = Runtime;
        var plan = runtime.Queries.Writes<T, T>(Prepared(QueryOperation.UpdateAll, query, options), set(Updates<T>.None), null, PrefixOf(runtime, options), out var variables);
        return await Execute(runtime, plan, variables, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes each row of a query, and reads something of each changed row. PostgreSQL and SQLite.</summary>
    /// <exception cref="QueryException">The database does not return rows of an update.</exception>
    public async Task<List<TResult>> UpdateAll<T, TResult>(
        Query<T> query, Func<Updates<T>, Updates<T>> set, Expression<Func<T, TResult>> returning, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(returning);
        var runtime = Runtime;
        if (!runtime.Adapter.Capabilities.UpdateReturning)
            throw new QueryException($"{runtime.Adapter} returns no rows of an update. Update inside a transaction, and read the rows before or afterwards.");
        var plan = runtime.Queries.Writes<T, TResult>(Prepared(QueryOperation.UpdateAll, query, options), set(Updates<T>.None), returning, PrefixOf(runtime, options), out var variables);
        return await Read(runtime, plan, variables, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes each row of a query.</summary>
    /// <returns>The number of rows that were deleted.</returns>
    public async Task<long> DeleteAll<T>(Query<T> query, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        var runtime = Runtime;
        var plan = runtime.Queries.Writes<T, T>(Prepared(QueryOperation.DeleteAll, query, options), null, null, PrefixOf(runtime, options), out var variables);
        return await Execute(runtime, plan, variables, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes each row of a query, and reads something of each deleted row.</summary>
    /// <exception cref="QueryException">The database does not return rows of a deletion.</exception>
    public async Task<List<TResult>> DeleteAll<T, TResult>(Query<T> query, Expression<Func<T, TResult>> returning, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(returning);
        var runtime = Runtime;
        if (!runtime.Adapter.Capabilities.Returning)
            throw new QueryException($"{runtime.Adapter} returns no rows of a deletion. Delete inside a transaction, and read the rows before.");
        var plan = runtime.Queries.Writes<T, TResult>(Prepared(QueryOperation.DeleteAll, query, options), null, returning, PrefixOf(runtime, options), out var variables);
        return await Read(runtime, plan, variables, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Inserts the rows that a query makes, inside the database: <c>repo.InsertAll(users.Select(u => new Note { UserId = u.Id, Text = "hello" }))</c>.</summary>
    /// <returns>The number of rows that were inserted.</returns>
    /// <remarks>Only the columns that the query fills are written; nothing is generated by the client.</remarks>
    public async Task<long> InsertAll<T>(Query<T> rows, WriteOptions? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        var runtime = Runtime;
        var plan = runtime.Queries.Inserts(Prepared(QueryOperation.InsertAll, rows, options), PrefixOf(runtime, options), out var variables);
        return await Execute(runtime, plan, variables, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows of a query as they are wanted, read in chunks: for more rows than fit into memory.</summary>
    /// <param name="query">The query. Without an order, its rows come in no certain one.</param>
    /// <param name="maxRows">The number of rows that are read at a time.</param>
    /// <param name="options">The call's options.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidOperationException">No transaction is open. It keeps the rows the same while they are read.</exception>
    /// <remarks>Inside a transaction; other statements of the transaction may run between two rows. Leaving the loop early reads nothing more. Preloads are loaded chunk by chunk.</remarks>
    public async IAsyncEnumerable<T> Stream<T>(Query<T> query, int maxRows = 500, ReadOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        var runtime = Runtime;
        var prepared = Prepared(QueryOperation.Stream, query, options);
        var plan = runtime.Queries.Rows<T>(Locked(prepared, options).Expression, PrefixOf(runtime, options), out var variables);
        await using var chunks = new QueryStream<T>(runtime, plan, variables, maxRows, Spine.IsCut(prepared.Expression), options);
        while (await chunks.Next(cancellationToken).ConfigureAwait(false) is { Count: > 0 } rows)
        {
            if (!query.Preloads.IsEmpty)
                rows = await PreloadRows(runtime, rows, query.Preloads, isForced: false, isFresh: true, options, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
                yield return row;
        }
    }

    internal Query<T> Prepared<T>(QueryOperation operation, Query<T> query, OperationOptions? options) =>
        PreparesQueries ? PrepareQuery(operation, query, options ?? NoOptions) : query;

    internal static Task<List<T>> Fetch<T>(RepoRuntime runtime, Query<T> query, ReadOptions? options, CancellationToken cancellationToken)
    {
        var plan = runtime.Queries.Rows<T>(Locked(query, options).Expression, PrefixOf(runtime, options), out var variables);
        return Read(runtime, plan, variables, options, cancellationToken);
    }

    private async Task<List<T>> WithPreloads<T>(RepoRuntime runtime, Task<List<T>> fetching, PreloadList preloads, ReadOptions? options, CancellationToken cancellationToken) =>
        await PreloadRows(runtime, await fetching.ConfigureAwait(false), preloads, isForced: false, isFresh: true, options, cancellationToken).ConfigureAwait(false);

    private static readonly OperationOptions NoOptions = new();

    private static Query<T> Locked<T>(Query<T> query, ReadOptions? options) => options is { Lock: not RowLock.None and var rowLock } ? query.Lock(rowLock) : query;

    private static string? PrefixOf(RepoRuntime runtime, OperationOptions? options) => options?.Prefix;

    private static async Task<List<T>> Read<T>(RepoRuntime runtime, QueryPlan<T> plan, List<object?> variables, OperationOptions? options, CancellationToken cancellationToken)
    {
        var statement = plan.Statement(runtime.Dialect);
        using var lease = await runtime.Lease(statement.IsWrite, cancellationToken).ConfigureAwait(false);
        await using var rows = await lease.Connection.Query(statement, plan.Values(variables, runtime.Adapter), options, cancellationToken).ConfigureAwait(false);
        var context = new RowContext(rows.Reader, runtime.Dialect, variables);
        var all = new List<T>();
        var read = plan.Read;
        while (rows.IsSynchronous ? rows.ReadNow() : await rows.Read().ConfigureAwait(false))
            all.Add(read(context));
        return all;
    }

    private static async Task<long> Execute(RepoRuntime runtime, QueryPlan plan, List<object?> variables, OperationOptions? options, CancellationToken cancellationToken)
    {
        var statement = plan.Statement(runtime.Dialect);
        using var lease = await runtime.Lease(isWrite: true, cancellationToken).ConfigureAwait(false);
        return await lease.Connection.Execute(statement, plan.Values(variables, runtime.Adapter), options, cancellationToken).ConfigureAwait(false);
    }
}
