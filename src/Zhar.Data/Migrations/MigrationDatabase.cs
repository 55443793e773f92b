using System.Data.Common;

namespace Zhar.Data.Migrations;

/// <summary>The connection that a migrator works on: one of its own, or the pool's where the database lives in that connection alone.</summary>
internal sealed class MigrationDatabase : IAsyncDisposable
{
    private readonly RepoLease? _lease;

    private MigrationDatabase(Repo repo, DbConnection connection, RepoLease? lease)
    {
        Repo = repo;
        Connection = connection;
        _lease = lease;
        Ddl = Ddl.For(repo.Adapter.Dialect.Name);
    }

    internal Repo Repo { get; }

    internal DbConnection Connection { get; }

    internal Ddl Ddl { get; }

    internal static async Task<MigrationDatabase> Open(Repo repo, CancellationToken cancellationToken)
    {
        if (!LivesInOneConnection(repo.Options))
            return new MigrationDatabase(repo, await OpenConnection(repo, repo.Options, cancellationToken).ConfigureAwait(false), null);
        var lease = await repo.Runtime.Lease(isWrite: true, cancellationToken).ConfigureAwait(false);
        return new MigrationDatabase(repo, lease.Connection.Db, lease);
    }

    /// <summary>Whether another connection would see another database.</summary>
    internal static bool LivesInOneConnection(RepoOptions options) => options.Database == ":memory:";

    internal static Task<DbConnection> OpenConnection(Repo repo, RepoOptions options, CancellationToken cancellationToken) =>
        OpenConnection(repo.Adapter, repo.Runtime.Errors, options, cancellationToken);

    internal static async Task<DbConnection> OpenConnection(Adapter adapter, ErrorTranslator errors, RepoOptions options, CancellationToken cancellationToken)
    {
        var connection = adapter.NewConnection(options);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.ConnectTimeout);
            await connection.OpenAsync(limit.Token).ConfigureAwait(false);
            await adapter.OnOpened(connection, options, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e) when (e is DbException or System.Net.Sockets.SocketException or IOException or TimeoutException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw errors.NotOpened(e is OperationCanceledException ? new TimeoutException($"no answer within {options.ConnectTimeout.TotalSeconds:0.#} s (ConnectTimeout).") : e);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal MigrationConnection NewConnection(DbTransaction? transaction, Func<string, IReadOnlyList<object?>, CancellationToken, ValueTask<int>>? execute = null)
    {
        MigrationConnection? made = null;
        return made = new MigrationConnection(Connection, transaction, execute ?? Execute);

        async ValueTask<int> Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken)
        {
            await using var command = made!.NewCommand(sql, parameters);    // set before anybody can call
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lease is { } lease)
            lease.Dispose();
        else
            await Connection.DisposeAsync().ConfigureAwait(false);
    }
}
