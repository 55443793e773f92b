using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Zhar.Data.Migrations;

/// <summary>One migration, applied or taken back.</summary>
internal sealed partial class MigrationRun(
    MigrationDatabase database, VersionTable versions, MigrationEntry migration, MigrationDirection direction, string? prefix, ILogger logger)
{
    private readonly List<MigrationCommand> _done = [];
    private readonly MigrationScript _script = new(direction, prefix, database.Repo.Adapter.Dialect.Name);
    private DbTransaction? _transaction;
    private MigrationCommand? _current;
    private bool _hasBegun;
    private bool _isPrepared;

    internal async Task Run(CancellationToken cancellationToken)
    {
        if (!migration.Has(direction))
            throw new MigrationException($"The migration {migration} has no {direction}. Override it, or use Change, which is reversed by itself.") { Version = migration.Version };
        try
        {
            await Play(cancellationToken).ConfigureAwait(false);
            await Begin([], cancellationToken).ConfigureAwait(false);
            if (_isPrepared)
                await database.Ddl.Verify(database.NewConnection(_transaction)).ConfigureAwait(false);
            if (direction == MigrationDirection.Up)
                await versions.Add(migration.Version, TimeProvider.System.GetUtcNow(), _transaction).ConfigureAwait(false);
            else
                await versions.Remove(migration.Version, _transaction).ConfigureAwait(false);
            if (IsInTransaction)
                await database.Repo.Adapter.Commit(database.Connection, _transaction, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var undone = await Undo().ConfigureAwait(false);
            if (e is OperationCanceledException or IrreversibleMigrationException)
                throw;
            throw new MigrationException($"""
                The migration {migration} has failed on its way {direction.ToString().ToLowerInvariant()}{(_current is null ? "" : $", at {_current}")}: {e.Message}
                {(undone ? "It was undone, and nothing of it is left." : Left())}
                """, e) { Version = migration.Version };
        }
        finally
        {
            if (_isPrepared)
                await database.Ddl.Restore(database.NewConnection(null)).ConfigureAwait(false);
        }
    }

    private bool UsesTransaction => migration.UsesTransaction && database.Ddl.IsTransactional;

    private bool IsInTransaction => _hasBegun && UsesTransaction;

    /// <summary>Runs the class's method, and what it asks for.</summary>
    private async Task Play(CancellationToken cancellationToken)
    {
        var instance = migration.New();
        instance.Bind(_script);
        try
        {
            if (migration.HasChange)
            {
                instance.Change();
                await Execute(direction == MigrationDirection.Up ? _script.Take() : Reverse(_script.Take()), cancellationToken).ConfigureAwait(false);
                return;
            }

            _script.Flusher = () => Execute(_script.Take(), cancellationToken);
            await (direction == MigrationDirection.Up ? instance.Up() : instance.Down()).ConfigureAwait(false);
            await Execute(_script.Take(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            instance.Bind(null);
        }
    }

    private List<MigrationCommand> Reverse(IReadOnlyList<MigrationCommand> commands) =>
    [
        .. commands.Reverse().Select(c => c.Reverse() ?? throw new IrreversibleMigrationException(migration.Name, migration.Version, c))
    ];

    private async Task Execute(IReadOnlyList<MigrationCommand> commands, CancellationToken cancellationToken)
    {
        foreach (var command in commands)
            Check(command);
        await Begin(commands, cancellationToken).ConfigureAwait(false);
        var connection = database.NewConnection(_transaction, (sql, parameters, token) => Execute(sql, parameters, token));
        _script.Open = connection;
        foreach (var command in commands)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _current = command;
            if (command is ExecuteFunction function)
            {
                await function.Up(connection, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                foreach (var sql in await database.Ddl.Generate(command, connection).ConfigureAwait(false))
                {
                    if (!string.IsNullOrWhiteSpace(sql))
                        await Execute(sql, [], cancellationToken).ConfigureAwait(false);
                }
            }

            _done.Add(command);
            _current = null;
        }
    }

    private async ValueTask<int> Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken)
    {
        LogStatement(logger, sql);
        await using var command = database.NewConnection(_transaction).NewCommand(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses what must not be in a transaction: on each database alike, so that a test on one finds what would fail on another.</summary>
    private void Check(MigrationCommand command)
    {
        if (migration.UsesTransaction && command is (CreateIndex { Index.IsConcurrent: true } or DropIndex { Index.IsConcurrent: true }))
        {
            throw new MigrationException($"""
                {command} is concurrent, which is not possible inside a transaction. Nothing was run.
                Put it into a migration of its own, without one:

                    [Migration({migration.Version}, Transaction = false)]
                """) { Version = migration.Version };
        }
    }

    /// <summary>Begins the transaction with the first operations, which may need something done before it.</summary>
    private async Task Begin(IReadOnlyList<MigrationCommand> commands, CancellationToken cancellationToken)
    {
        if (!_isPrepared && commands.FirstOrDefault(database.Ddl.NeedsPreparation) is { } first)
        {
            if (IsInTransaction)
                throw new MigrationException($"{first} may make the table anew, which {database.Ddl.Name} cannot prepare after the first Flush of a migration. Put it before the Flush, or into a migration of its own.");
            await database.Ddl.Prepare(database.NewConnection(null)).ConfigureAwait(false);
            _isPrepared = true;
        }

        if (_hasBegun)
            return;
        _hasBegun = true;
        if (UsesTransaction)
            _transaction = await database.Repo.Adapter.Begin(database.Connection, TransactionOptions.Default, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Whether the database is as it was before.</returns>
    private async Task<bool> Undo()
    {
        if (!_hasBegun)
            return true;
        if (!UsesTransaction)
            return false;
        try
        {
            await database.Repo.Adapter.Rollback(database.Connection, _transaction).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            // The connection is lost; the server rolls back what it had begun.
        }

        return true;
    }

    private string Left() => _done.Count == 0
        ? "None of its operations was completed."
        : $"""
            It ran without a transaction{(migration.UsesTransaction ? $", since {database.Ddl.Name} has none for such operations" : "")}; these are done and stay: {string.Join(", ", _done)}.
            Take them back by hand before you run it again, or mend the migration so that it can start from there.
            """;

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Sql}")]
    private static partial void LogStatement(ILogger logger, string sql);
}
