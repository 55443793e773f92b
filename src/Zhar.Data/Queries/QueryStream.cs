using System.Globalization;

namespace Zhar.Data;

/// <summary>Reads the rows of a query chunk by chunk, and lets go of the connection between two.</summary>
internal sealed class QueryStream<T>(RepoRuntime runtime, QueryPlan<T> plan, List<object?> variables, int maxRows, bool isLimited, OperationOptions? options) : IAsyncDisposable
{
    private readonly string _cursor = CursorNames.Next();
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
        _hasEnded |= chunk.Count != maxRows;
        _read += chunk.Count;
        return chunk;
    }

    public async ValueTask DisposeAsync()
    {
        if (_open is null && !_hasCursor)
            return;
        try
        {
            using var lease = await runtime.Lease(isWrite: false, CancellationToken.None).ConfigureAwait(false);
            if (_hasCursor && lease is { IsInTransaction: true, Connection: { IsBroken: false, HasFailed: false } })
                await lease.Connection.Execute(new("close " + _cursor, StatementKind.Transaction) { IsKept = false }, [], options, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DatabaseException or DatabaseConnectionException or InvalidOperationException)
        {
            // The transaction has failed, and the cursor ends with it. What it has failed with is what the caller wants to hear.
        }
        finally
        {
            if (_open is not null)
                await _open.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The rows not read yet wait in the statement, beside which others run.
    private async Task<List<T>> FromReader(RepoLease lease, CancellationToken cancellationToken)
    {
        // Without the token: it would interrupt the statements that run beside it too. The rows look at it.
        _open ??= await lease.Connection.Query(Unkept(plan.Statement(runtime.Dialect), ""), plan.Values(variables, runtime.Adapter), options, CancellationToken.None).ConfigureAwait(false);
        return await Take(_open, maxRows, cancellationToken).ConfigureAwait(false);
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
        return await Take(rows, maxRows, cancellationToken).ConfigureAwait(false);
    }

    // The transaction's snapshot keeps the pages together.
    private async Task<List<T>> FromPage(RepoLease lease, CancellationToken cancellationToken)
    {
        // A query with a limit of its own comes at once.
        _hasEnded = isLimited;
        var statement = plan.Statement(runtime.Dialect, isLimited ? "" : string.Create(CultureInfo.InvariantCulture, $" limit {maxRows} offset {_read}"));
        await using var rows = await lease.Connection.Query(Unkept(statement, ""), plan.Values(variables, runtime.Adapter), options, cancellationToken).ConfigureAwait(false);
        return await Take(rows, isLimited ? int.MaxValue : maxRows, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<T>> Take(Rows rows, int most, CancellationToken cancellationToken)
    {
        var context = new RowContext(rows.Reader, runtime.Dialect, variables);
        var chunk = new List<T>();
        while (chunk.Count < most && await rows.Read().ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunk.Add(plan.Read(context));
        }

        return chunk;
    }

    private static SqlStatement Unkept(SqlStatement statement, string before) =>
        new(before + statement.Text, statement.Kind, statement.Source, statement.Types) { IsKept = false, Arrays = statement.Arrays, Redacted = statement.Redacted };
}

/// <summary>Names of cursors, each for one stream: PostgreSQL's driver keeps a statement that it has seen twice with the shape of its rows, also for a connection's next user.</summary>
internal static class CursorNames
{
    private static long Count;

    internal static string Next() => "zhar_stream_" + Interlocked.Increment(ref Count).ToString(CultureInfo.InvariantCulture);
}
