using System.Data.Common;
using System.Diagnostics;

namespace Zhar.Data;

/// <content>Transactions, checkouts, and foreign connections. Source: Ecto.Repo.transact/2, rollback/1, in_transaction?/0, checkout/2.</content>
public abstract partial class Repo
{
    private static readonly SqlStatement BeginStatement = new("begin", StatementKind.Transaction);
    private static readonly SqlStatement CommitStatement = new("commit", StatementKind.Transaction);
    private static readonly SqlStatement RollbackStatement = new("rollback", StatementKind.Transaction);

    /// <summary>Whether the current flow of control is inside of a transaction of this repo.</summary>
    public bool InTransaction => Runtime.Session is { IsInTransaction: true };

    /// <summary>Whether the current flow of control has a connection to itself.</summary>
    public bool IsCheckedOut => Runtime.Session is not null;

    /// <summary>Runs <paramref name="body"/> in a transaction, which is committed when it returns <see cref="Ok{T}"/> and rolled back when it returns anything else.</summary>
    /// <returns>What the body returned; or <c>Error</c> with the reason <c>rollback</c>, whose value is what <see cref="Transaction.Rollback"/> got.</returns>
    /// <remarks>
    /// <para>All operations of this repo inside of the body take part, also those in tasks that it starts, which take turns. Processes that it starts do not.</para>
    /// <para>Inside of another transaction this one is a part of it: when it is rolled back, the outer one can no longer commit and returns
    /// <c>Error("rollback")</c>. With <see cref="TransactionOptions.Savepoint"/> it is rolled back alone.</para>
    /// <para>Where an error ends a transaction (any error on PostgreSQL; a deadlock on MySQL and MariaDB; a cancelled write on SQLite) it is rolled back and returns
    /// <c>Error("rollback")</c>, also when the body has gone on after the error and returned normally, as after an <c>Invalid</c> from a constraint. What may fail inside of a
    /// transaction that goes on belongs into one with <see cref="TransactionOptions.Savepoint"/>.</para>
    /// <para>An exception rolls back and comes out as itself. When the process dies, its transaction is rolled back.</para>
    /// </remarks>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public Task<Result<T>> Transact<T>(Func<Transaction, Task<Result<T>>> body, TransactionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunTransaction(Runtime, body, options ?? TransactionOptions.Default, cancellationToken);
    }

    /// <summary>As above, for a body whose return means success.</summary>
    public Task<Result<T>> Transact<T>(Func<Transaction, Task<T>> body, TransactionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunTransaction<T>(Runtime, async transaction => new Ok<T>(await body(transaction)), options ?? TransactionOptions.Default, cancellationToken);
    }

    /// <summary>As above, for a body without a result.</summary>
    public Task<Result<Unit>> Transact(Func<Transaction, Task> body, TransactionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunTransaction<Unit>(
            Runtime,
            async transaction =>
            {
                await body(transaction);
                return new Ok<Unit>(default);
            },
            options ?? TransactionOptions.Default,
            cancellationToken);
    }

    /// <summary>Keeps one connection for all operations of <paramref name="body"/>, without a transaction.</summary>
    public async Task<T> Checkout<T>(Func<Task<T>> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        var runtime = Runtime;
        if (runtime.Session is not null)
            return await body();
        var session = new RepoSession(await runtime.Take(cancellationToken).ConfigureAwait(true));
        runtime.Ambient = session;
        try
        {
            return await body();
        }
        finally
        {
            await session.EndInTurn(static s => s.runtime.Return(s.session.Connection), (runtime, session));
        }
    }

    /// <summary>Makes the repo's operations use a connection, and a transaction on it, that belongs to somebody else: EF Core, another library, or your own.</summary>
    /// <param name="connection">An open connection of the repo's database and driver.</param>
    /// <param name="transaction">The transaction that it is in, if it is in one. The repo neither commits nor ends it; its own transactions become savepoints.</param>
    /// <returns>Dispose of it to go back; the connection stays open.</returns>
    /// <remarks>For the flow of control that calls it, and for what that starts: not for callers of an async method that calls it.</remarks>
    /// <exception cref="ArgumentException">The connection is of another driver, or not open.</exception>
    public IDisposable Join(DbConnection connection, DbTransaction? transaction = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var runtime = Runtime;
        if (!runtime.Adapter.Owns(connection))
            throw new ArgumentException($"{DisplayName} uses {runtime.Adapter}, but the connection is a {connection.GetType().Name}.", nameof(connection));
        if (connection.State != System.Data.ConnectionState.Open)
            throw new ArgumentException($"The connection is {connection.State}. Open it before it is joined.", nameof(connection));
        var joined = new RepoConnection(runtime, connection);
        if (transaction is not null)
            joined.EnterTransaction(transaction);
        var session = new RepoSession(joined, runtime.Session) { IsEnclosed = transaction is not null };
        runtime.Ambient = session;
        return new Joined(runtime, session);
    }

    internal static async Task<Result<T>> RunTransaction<T>(RepoRuntime runtime, Func<Transaction, Task<Result<T>>> body, TransactionOptions options, CancellationToken cancellationToken)
    {
        if (runtime.Session is not { } session)
            return await RunOutermost(runtime, body, options, cancellationToken);
        if (session.IsShared)
            return await RunInTurn(runtime, session, body, options, cancellationToken);
        if (session.Depth == 0 && !session.IsEnclosed)
            return await RunOn(session, body, options, cancellationToken);
        if (options.Savepoint || session.Depth == 0)
            return await RunInSavepoint(session, body, cancellationToken);
        return await RunNested(session, body);
    }

    // ---- the four kinds ----------------------------------------------------------------------------------------------

    private static async Task<Result<T>> RunOutermost<T>(RepoRuntime runtime, Func<Transaction, Task<Result<T>>> body, TransactionOptions options, CancellationToken cancellationToken)
    {
        if (runtime.Options.ReadOnly && !options.ReadOnly)
            options = options with { ReadOnly = true };
        var writes = !options.ReadOnly;
        if (writes)
            await runtime.EnterWriter(cancellationToken);
        RepoSession session;
        try
        {
            session = new RepoSession(await runtime.Take(cancellationToken)) { IsReadOnly = options.ReadOnly, IsForOneTransaction = true };
        }
        catch
        {
            if (writes)
                runtime.LeaveWriter();
            throw;
        }

        // The code of a dead process may never go on, so it cannot be what gives the connection back.
        var death = Process.IsInside ? Process.Token.UnsafeRegister(static state => ((Abandoned)state!).Abort(), new Abandoned(runtime, session, writes)) : default;
        runtime.Ambient = session;
        try
        {
            return await RunOn(session, body, options, cancellationToken);
        }
        finally
        {
            // Once it counts as aborted the rest is up to Abandoned: here nothing was rolled back then.
            death.Unregister();
            if (!session.IsAborted)
                await session.EndInTurn(static s => GiveBack(s.runtime, s.session, s.writes), (runtime, session, writes));
        }
    }

    /// <summary>On a connection of the flow's own that is in no transaction yet.</summary>
    private static async Task<Result<T>> RunOn<T>(RepoSession session, Func<Transaction, Task<Result<T>>> body, TransactionOptions options, CancellationToken cancellationToken)
    {
        var connection = session.Connection;
        var transaction = new Transaction(session, isNested: false);
        await Begin(session, options, cancellationToken);
        session.IsPoisoned = false;
        session.Depth = 1;
        Result<T> result;
        try
        {
            result = await Guard(body, transaction);
        }
        catch
        {
            session.Depth = 0;
            await Rollback(session);
            throw;
        }

        session.Depth = 0;
        if (result is not Ok<T> || session.IsPoisoned)
        {
            await Rollback(session);
            return result is Ok<T> ? Transaction.RolledBack<T>(null) : result;
        }

        if (session.IsAborted || connection.IsBroken)
            throw Lost();
        if (cancellationToken.IsCancellationRequested)
        {
            await Rollback(session);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await TryCommit(session) ? result : Transaction.RolledBack<T>(null);
    }

    /// <summary>As a part of the transaction around it.</summary>
    private static async Task<Result<T>> RunNested<T>(RepoSession session, Func<Transaction, Task<Result<T>>> body)
    {
        if (session.IsPoisoned)
            return Transaction.RolledBack<T>(null);
        session.Depth++;
        var succeeded = false;
        try
        {
            var result = await Guard(body, new Transaction(session, isNested: true));
            succeeded = result is Ok<T>;
            return result;
        }
        finally
        {
            session.Depth--;
            if (!succeeded)
                session.IsPoisoned = true;
        }
    }

    /// <summary>Inside of the transaction around it, but rolled back alone.</summary>
    private static async Task<Result<T>> RunInSavepoint<T>(RepoSession session, Func<Transaction, Task<Result<T>>> body, CancellationToken cancellationToken)
    {
        if (session.IsPoisoned && session.Depth > 0)
            return Transaction.RolledBack<T>(null);
        var name = SavepointStatements.NameAt(session.Depth);
        using (var lease = await session.Enter(cancellationToken))
            await lease.Connection.Savepoint(name, cancellationToken);
        if (session.Depth == 0)
            session.OpenSavepoint = name;
        session.Depth++;
        var poisoned = session.IsPoisoned;
        session.IsPoisoned = false;
        var connection = session.Connection;
        var failed = connection.HasFailed;
        connection.HasFailed = false;
        var succeeded = false;
        try
        {
            var result = await Guard(body, new Transaction(session, isNested: session.Depth > 1));
            if (result is not Ok<T>)
                return result;
            succeeded = !session.IsPoisoned && await CanCommit(session);
            return succeeded ? result : Transaction.RolledBack<T>(null);
        }
        finally
        {
            session.Depth--;
            session.IsPoisoned = poisoned;
            if (!session.IsAborted && connection is { IsBroken: false, HasLostTransaction: false })
            {
                using var lease = await session.Enter(CancellationToken.None);
                if (succeeded)
                    await connection.ReleaseSavepoint(name);
                else
                    await connection.RollbackToSavepoint(name);
                connection.HasFailed = failed;
                if (session.Depth == 0)
                    session.OpenSavepoint = null;
            }
        }
    }

    /// <summary>On a connection that several processes share, in a sandbox: alone until the end of the transaction.</summary>
    private static async Task<Result<T>> RunInTurn<T>(RepoRuntime runtime, RepoSession shared, Func<Transaction, Task<Result<T>>> body, TransactionOptions options, CancellationToken cancellationToken)
    {
        var turn = await shared.Enter(cancellationToken);
        var session = new RepoSession(shared.Connection, shared) { IsEnclosed = shared.IsEnclosed, IsReadOnly = options.ReadOnly, IsForOneTransaction = true };

        // As in RunOutermost: the code of a dead process may never go on.
        var death = Process.IsInside ? Process.Token.UnsafeRegister(static state => ((AbandonedTurn)state!).Abort(), new AbandonedTurn(session, turn)) : default;
        runtime.Ambient = session;
        try
        {
            return await RunTransaction(runtime, body, options, cancellationToken);
        }
        finally
        {
            // Once it counts as aborted the rest is up to AbandonedTurn: here nothing was rolled back then.
            death.Unregister();
            if (!session.IsAborted)
                await session.EndInTurn(static turn => turn.Dispose(), turn);
        }
    }

    private static async Task<Result<T>> Guard<T>(Func<Transaction, Task<Result<T>>> body, Transaction transaction)
    {
        try
        {
            return await body(transaction) ?? throw new InvalidOperationException("The body of a transaction returned null. Return Ok, Error or Invalid.");
        }
        catch (RollbackException e) when (ReferenceEquals(e.Transaction, transaction))
        {
            return Transaction.RolledBack<T>(e.Reason);
        }
    }

    // ---- begin and end -----------------------------------------------------------------------------------------------

    private static async ValueTask Begin(RepoSession session, TransactionOptions options, CancellationToken cancellationToken)
    {
        var connection = session.Connection;
        var started = Stopwatch.GetTimestamp();
        Exception? error = null;
        using var lease = await session.Enter(cancellationToken).ConfigureAwait(false);
        try
        {
            connection.EnterTransaction(await connection.Runtime.Adapter.Begin(connection.Db, options, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            connection.IsBroken = true; // whether it has begun is unknown, and the next user must not be inside of it
            throw;
        }
        catch (Exception e) when (Translate(connection, e, BeginStatement) is { } translated)
        {
            throw error = translated;
        }
        finally
        {
            ReportStep(connection, BeginStatement, started, error);
        }
    }

    /// <summary>Commits, or rolls back what a commit would not store.</summary>
    /// <returns>Whether it was committed.</returns>
    private static async ValueTask<bool> TryCommit(RepoSession session)
    {
        var connection = session.Connection;
        var started = Stopwatch.GetTimestamp();
        Exception? error = null;

        // Not cancelled, neither the wait nor the commit: one that was interrupted leaves it open whether it took place, and the transaction too.
        await session.WaitForTurn().ConfigureAwait(false);
        var commits = false;
        try
        {
            if (session.IsAborted || connection.IsBroken)
                throw Lost();
            commits = await connection.CanCommit().ConfigureAwait(false);
            if (commits)
                await connection.Runtime.Adapter.Commit(connection.Db, connection.Transaction, CancellationToken.None).ConfigureAwait(false);
            else
                await TryRollback(connection).ConfigureAwait(false);
            return commits;
        }
        catch (Exception e) when (commits && Translate(connection, e, CommitStatement) is { } translated)
        {
            error = translated;
            await TryRollback(connection).ConfigureAwait(false);
            throw translated is DatabaseException { Violation: { } violation } database ? ConstraintException.Undeclared(violation, database, null) : translated;
        }
        finally
        {
            Leave(session);
            ReportStep(connection, commits ? CommitStatement : RollbackStatement, started, error);
        }
    }

    private static async ValueTask Rollback(RepoSession session)
    {
        var connection = session.Connection;
        if (session.IsAborted || connection.IsBroken)
            return;
        var started = Stopwatch.GetTimestamp();
        await session.WaitForTurn().ConfigureAwait(false);
        try
        {
            await TryRollback(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(session);
        }

        ReportStep(connection, RollbackStatement, started, null);
    }

    /// <summary>The transaction has ended, with the turn that has ended it.</summary>
    private static void Leave(RepoSession session)
    {
        session.Connection.LeaveTransaction();
        session.IsOver = session.IsForOneTransaction;
        session.Leave();
    }

    private static DatabaseConnectionException Lost() => new("The connection was lost before the transaction was committed, so it was rolled back.") { WasLost = true };

    private static async ValueTask<bool> CanCommit(RepoSession session)
    {
        if (session.IsAborted || session.Connection.IsBroken || session.Connection.HasLostTransaction)
            return false;
        using var lease = await session.Enter(CancellationToken.None).ConfigureAwait(false);
        return await lease.Connection.CanCommit().ConfigureAwait(false);
    }

    /// <summary>A rollback that fails leaves a connection that nobody can trust, and nothing else.</summary>
    private static async ValueTask TryRollback(RepoConnection connection)
    {
        if (connection.IsBroken)
            return;
        try
        {
            await connection.Runtime.Adapter.Rollback(connection.Db, connection.Transaction).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            connection.IsBroken = true;
        }
    }

    private static Exception? Translate(RepoConnection connection, Exception error, SqlStatement statement)
    {
        var translated = connection.Runtime.Errors.Translate(error, statement, []);
        if (translated is DatabaseConnectionException || connection.Db.State != System.Data.ConnectionState.Open)
            connection.Break();
        return translated;
    }

    private static void ReportStep(RepoConnection connection, SqlStatement statement, long started, Exception? error)
    {
        var elapsed = Stopwatch.GetElapsedTime(started);
        var telemetry = connection.Runtime.Telemetry;
        if (telemetry.IsNeeded(null, elapsed))
            telemetry.Report(statement, [], null, TimeSpan.Zero, TimeSpan.Zero, elapsed, TimeSpan.Zero, -1, error, null);
    }

    private static void GiveBack(RepoRuntime runtime, RepoSession session, bool writes)
    {
        runtime.Return(session.Connection);
        if (writes)
            runtime.LeaveWriter();
    }

    /// <summary>The transaction of a process that has died.</summary>
    private sealed class Abandoned(RepoRuntime runtime, RepoSession session, bool writes)
    {
        internal void Abort()
        {
            session.Abort();
            _ = Task.Run(Close);
        }

        private async Task Close()
        {
            // After the statement that may still run: a connection is not thread safe.
            await session.WaitForTurn().ConfigureAwait(false);
            if (!session.End())
                return;
            session.Connection.IsBroken = true; // it is closed, which rolls back
            GiveBack(runtime, session, writes);
            session.Leave(); // whoever waits is told
        }
    }

    /// <summary>The transaction of a process that has died in a sandbox. The others of the test go on with the connection.</summary>
    private sealed class AbandonedTurn(RepoSession session, RepoLease turn)
    {
        internal void Abort()
        {
            session.Abort();
            _ = Task.Run(Close);
        }

        private async Task Close()
        {
            await session.WaitForTurn().ConfigureAwait(false);
            if (!session.End())
                return;
            var connection = session.Connection;
            try
            {
                if (!session.IsEnclosed)
                {
                    await TryRollback(connection).ConfigureAwait(false);
                    connection.LeaveTransaction();
                }
                else if (session.OpenSavepoint is { } savepoint && !connection.IsBroken)
                {
                    await connection.RollbackToSavepoint(savepoint).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is DatabaseException or DatabaseConnectionException)
            {
                connection.IsBroken = true;
            }
            finally
            {
                turn.Dispose();
                session.Leave(); // whoever waits is told
            }
        }
    }

    private sealed class Joined(RepoRuntime runtime, RepoSession session) : IDisposable
    {
        public void Dispose()
        {
            if (!session.End())
                return;
            session.Connection.Detach();
            if (ReferenceEquals(runtime.Ambient, session))
                runtime.Ambient = session.Outer;
        }
    }
}
