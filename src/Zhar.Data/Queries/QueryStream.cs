using System.Globalization;

namespace Zhar.Data;

/// <summary>Reads the rows of a query chunk by chunk, and lets go of the connection between two.</summary>
internal sealed class QueryStream<T>(RepoRuntime runtime, QueryPlan<T> plan, List<object?> variables, int maxRows, bool isLimited, OperationOptions? options) : IAsyncDisposable
{
    private static int Cursors;
    private readonly string _cursor = "zhar_stream_" + Interlocked.Increment(ref Cursors).ToString(CultureInfo.InvariantCulture);
    private Rows? _open;
    private long _read;
    private bool _hasCursor;
    private bool _hasEnded;

    /// <summary>The next rows; none at the end.</summary>
    internal async Task<List<T>> Next(CancellationToken cancellationToken)
    {
        if (_hasEnded)
            return [];
        using var lease = await runtime.Lease(isWrite: false, cancellationToken).ConfigureAwait(false);
        if (!lease.IsInTransaction)
        {
            throw new InvalidOperationException("""
                A stream is read inside a transaction, which keeps its rows the same until the last one was read:

                    await repo.Transact(async _ => { await foreach (var row in repo.Stream(query)) … });
                """);
        }

        var chunk = runtime.Adapter.Capabilities.ConcurrentReaders ? await FromReader(lease, cancellationToken).ConfigureAwait(false)
            : runtime.Dialect.Name == "postgres" ? await FromCursor(lease, cancellationToken).ConfigureAwait(false)
            : await FromPage(lease, cancellationToken).ConfigureAwait(false);
        _hasEnded = chunk.Count != maxRows; // a query with a limit of its own comes at once where there are neither cursors nor readers side by side
        _read += chunk.Count;
        return chunk;
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is null && !_hasCursor)
            return;
        using var lease = await runtime.Lease(isWrite: false, CancellationToken.None).ConfigureAwait(false);
        if (_open is not null)
            await _open.DisposeAsync().ConfigureAwait(false);
        if (_hasCursor && lease.IsInTransaction && !lease.Connection.IsBroken)
            await lease.Connection.Execute(new("close " + _cursor, StatementKind.Transaction) { IsKept = false }, [], options, CancellationToken.None).ConfigureAwait(false);
    }

    // The rows not read yet wait in the statement, beside which others run.
    private async Task<List<T>> FromReader(RepoLease lease, CancellationToken cancellationToken)
    {
        _open ??= await lease.Connection.Query(Unkept(plan.Statement(runtime.Dialect), ""), plan.Values(variables, runtime.Adapter), options, cancellationToken).ConfigureAwait(false);
        return await Take(_open, maxRows).ConfigureAwait(false);
    }

    private async Task<List<T>> FromCursor(RepoLease lease, CancellationToken cancellationToken)
    {
        if (!_hasCursor)
        {
            var statement = plan.Statement(runtime.Dialect);
            await lease.Connection.Execute(Unkept(statement, $"declare {_cursor} no scroll cursor for "), plan.Values(variables, runtime.Adapter), options, cancellationToken).ConfigureAwait(false);
            _hasCursor = true;
        }

        var fetch = new SqlStatement(string.Create(CultureInfo.InvariantCulture, $"fetch {maxRows} from {_cursor}"), StatementKind.Select, plan.Source) { IsKept = false };
        await using var rows = await lease.Connection.Query(fetch, [], options, cancellationToken).ConfigureAwait(false);
        return await Take(rows, maxRows).ConfigureAwait(false);
    }

    // The transaction's snapshot keeps the pages together.
    private async Task<List<T>> FromPage(RepoLease lease, CancellationToken cancellationToken)
    {
        var statement = plan.Statement(runtime.Dialect);
        var page = new SqlStatement(
            isLimited ? statement.Text : string.Create(CultureInfo.InvariantCulture, $"{statement.Text} limit {maxRows} offset {_read}"), StatementKind.Select, plan.Source, statement.Types)
        { IsKept = false, Arrays = statement.Arrays, Redacted = statement.Redacted };
        await using var rows = await lease.Connection.Query(page, plan.Values(variables, runtime.Adapter), options, cancellationToken).ConfigureAwait(false);
        return await Take(rows, isLimited ? int.MaxValue : maxRows).ConfigureAwait(false);
    }

    private async Task<List<T>> Take(Rows rows, int most)
    {
        var context = new RowContext(rows.Reader, runtime.Dialect, variables);
        var chunk = new List<T>();
        while (chunk.Count < most && await rows.Read().ConfigureAwait(false))
            chunk.Add(plan.Read(context));
        return chunk;
    }

    private static SqlStatement Unkept(SqlStatement statement, string before) =>
        new(before + statement.Text, statement.Kind, statement.Source, statement.Types) { IsKept = false, Arrays = statement.Arrays, Redacted = statement.Redacted };
}
