using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar.Data;

/// <summary>One connection of a repo: runs statements, keeps the prepared ones, says what errors mean, and reports.</summary>
/// <remarks>For one user at a time. What several flows may share is a <see cref="RepoSession"/>.</remarks>
internal sealed class RepoConnection(RepoRuntime runtime, DbConnection db) : IAsyncDisposable
{
    private const string StatementSavepoint = "zhar_statement";

    private readonly Dictionary<SqlStatement, KeptCommand> _kept = [];
    private long _uses;

    internal DbConnection Db => db;

    internal RepoRuntime Runtime => runtime;

    /// <summary>The transaction that it is in, where the driver wants it named.</summary>
    internal DbTransaction? Transaction { get; private set; }

    /// <summary>Its statements are part of a transaction: the repo's, a sandbox's, or somebody else's.</summary>
    internal bool IsInTransaction { get; private set; }

    /// <summary>A statement has failed in the transaction, or in the innermost savepoint that a transaction of the repo stands for.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>The database has rolled the transaction back by itself. What came now would be stored at once, so nothing may.</summary>
    internal bool HasLostTransaction { get; private set; }

    /// <summary>The pool that has opened it; <c>null</c> for a connection outside of any.</summary>
    internal ConnectionPool? Pool { get; set; }

    /// <summary>Which generation of the pool it belongs to: see <see cref="ConnectionPool.Renew"/>.</summary>
    internal int Generation { get; set; }

    /// <summary>It must not be used again.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>How long its present user has waited for it. Counts to the first statement.</summary>
    internal TimeSpan QueueTime { get; set; }

    /// <summary>How long it lay in the pool before its present user took it. Counts to the first statement.</summary>
    internal TimeSpan IdleTime { get; set; }

    /// <summary>Since when it lies in the pool.</summary>
    internal long IdleSince { get; set; }

    /// <summary>Puts each statement into a savepoint of its own: in a sandbox, on a database where an error ends the transaction.</summary>
    internal bool SavepointEach { get; set; }

    internal void EnterTransaction(DbTransaction? transaction)
    {
        Transaction = transaction;
        IsInTransaction = true;
    }

    internal void LeaveTransaction()
    {
        Transaction = null;
        IsInTransaction = HasFailed = HasLostTransaction = false;
    }

    /// <summary>Whether what was done in the transaction would be stored by a commit. PostgreSQL answers a commit after an error with a rollback, and does not call that an error.</summary>
    internal async ValueTask<bool> CanCommit()
    {
        if (HasLostTransaction)
            return false;
        if (!HasFailed || !runtime.Adapter.Capabilities.ErrorsAbortTransactions)
            return true;
        if (SavepointEach)
            return false; // the sandbox has undone the statement alone, which the database outside of tests does not
        var command = db.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.Transaction = Transaction;
        command.CommandText = "select 1"; // refused, unless a savepoint of the program's own has saved the transaction
        try
        {
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>The number of rows that were changed.</returns>
    internal ValueTask<int> Execute(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        if (SavepointEach && statement.Kind != StatementKind.Transaction)
            return InSavepoint(statement, values, call, cancellationToken);
        return runtime.Adapter.Capabilities.IsSynchronous
            ? new ValueTask<int>(ExecuteNow(statement, values, call, cancellationToken))
            : ExecuteLater(statement, values, call, cancellationToken);
    }

    /// <summary>Runs a statement that returns rows. The caller disposes of the rows.</summary>
    internal ValueTask<Rows> Query(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        if (SavepointEach)
            return QueryInSavepoint(statement, values, call, cancellationToken);
        return runtime.Adapter.Capabilities.IsSynchronous
            ? new ValueTask<Rows>(QueryNow(statement, values, call, cancellationToken))
            : QueryLater(statement, values, call, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var kept in _kept.Values)
            await kept.Command.DisposeAsync().ConfigureAwait(false);
        _kept.Clear();
        try
        {
            await db.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or IOException or InvalidOperationException)
        {
            // The server is gone: there is nothing left to say good-bye to.
        }
    }

    /// <summary>Forgets the prepared statements of a connection that somebody else goes on to use.</summary>
    internal void Detach()
    {
        foreach (var kept in _kept.Values)
            kept.Command.Dispose();
        _kept.Clear();
    }

    // ---- running -----------------------------------------------------------------------------------------------------

    private int ExecuteNow(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = Begin(statement, values, call);
        try
        {
            using var interrupt = Interrupt(cancellationToken);
            var count = run.Kept.Command.ExecuteNonQuery();
            End(ref run, count, null);
            return count;
        }
        catch (Exception e) when (Fail(ref run, e, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<int> ExecuteLater(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        var run = Begin(statement, values, call);
        try
        {
            var count = await run.Kept.Command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            End(ref run, count, null);
            return count;
        }
        catch (Exception e) when (Fail(ref run, e, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    private Rows QueryNow(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var run = Begin(statement, values, call);
        var interrupt = Interrupt(cancellationToken);
        try
        {
            return new Rows(this, run, run.Kept.Command.ExecuteReader(), cancellationToken) { Interrupt = interrupt };
        }
        catch (Exception e)
        {
            interrupt.Dispose();
            if (Fail(ref run, e, cancellationToken) is { } translated)
                throw translated;
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<Rows> QueryLater(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        var run = Begin(statement, values, call);
        try
        {
            return new Rows(this, run, await run.Kept.Command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
        }
        catch (Exception e) when (Fail(ref run, e, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The synchronous driver does not look at the token, so the database is interrupted.</summary>
    private CancellationTokenRegistration Interrupt(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? cancellationToken.UnsafeRegister(static state => ((RepoConnection)state!).Runtime.Adapter.Interrupt(((RepoConnection)state).Db), this)
        : default;

    // ---- savepoints --------------------------------------------------------------------------------------------------

    private async ValueTask<int> InSavepoint(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        SavepointEach = false;
        try
        {
            await Savepoint(StatementSavepoint, cancellationToken).ConfigureAwait(false);
            try
            {
                var count = await Execute(statement, values, call, cancellationToken).ConfigureAwait(false);
                await ReleaseSavepoint(StatementSavepoint).ConfigureAwait(false);
                return count;
            }
            catch when (!IsBroken)
            {
                await RollbackToSavepoint(StatementSavepoint).ConfigureAwait(false);
                throw;
            }
        }
        finally
        {
            SavepointEach = true;
        }
    }

    private async ValueTask<Rows> QueryInSavepoint(SqlStatement statement, object?[] values, OperationOptions? call, CancellationToken cancellationToken)
    {
        SavepointEach = false;
        try
        {
            await Savepoint(StatementSavepoint, cancellationToken).ConfigureAwait(false);
            try
            {
                var rows = await Query(statement, values, call, cancellationToken).ConfigureAwait(false);
                rows.Savepoint = StatementSavepoint;
                return rows;
            }
            catch when (!IsBroken)
            {
                await RollbackToSavepoint(StatementSavepoint).ConfigureAwait(false);
                throw;
            }
        }
        finally
        {
            SavepointEach = true;
        }
    }

    internal async ValueTask Savepoint(string name, CancellationToken cancellationToken) =>
        await Execute(SavepointStatements.Savepoint(name), [], null, cancellationToken).ConfigureAwait(false);

    internal async ValueTask ReleaseSavepoint(string name) =>
        await Execute(SavepointStatements.Release(name), [], null, CancellationToken.None).ConfigureAwait(false);

    internal async ValueTask RollbackToSavepoint(string name)
    {
        await Execute(SavepointStatements.RollbackTo(name), [], null, CancellationToken.None).ConfigureAwait(false);
        await ReleaseSavepoint(name).ConfigureAwait(false);
    }

    // ---- commands ----------------------------------------------------------------------------------------------------

    private StatementRun Begin(SqlStatement statement, object?[] values, OperationOptions? call)
    {
        var kept = Take(statement, values.Length);
        var command = kept.Command;
        var adapter = runtime.Adapter;
        for (var i = 0; i < values.Length; i++)
            adapter.SetValue(command.Parameters[i], values[i]);
        if (!ReferenceEquals(command.Transaction, Transaction))
            command.Transaction = Transaction;
        var timeout = (int)Math.Ceiling((call?.Timeout ?? runtime.Options.Timeout).TotalSeconds);
        if (kept.Timeout != timeout)
            kept.Timeout = command.CommandTimeout = timeout;
        var queueTime = QueueTime;
        var idleTime = IdleTime;
        (QueueTime, IdleTime) = (default, default);
        return new StatementRun
        {
            Statement = statement,
            Values = values,
            Call = call,
            Kept = kept,
            QueueTime = queueTime,
            IdleTime = idleTime,
            Started = Stopwatch.GetTimestamp(),
            Stacktrace = runtime.Options.Stacktrace ? runtime.Telemetry.CallerStack() : null,
            Activity = runtime.Telemetry.Start(statement),
        };
    }

    private KeptCommand Take(SqlStatement statement, int parameters)
    {
        if (_kept.TryGetValue(statement, out var kept) && !kept.IsBusy)
        {
            kept.IsBusy = true;
            kept.LastUse = ++_uses;
            return kept;
        }

        var command = db.CreateCommand();
        command.CommandText = statement.Text;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(statement.IsArray(i) && statement.TypeOf(i) is { } element
                ? runtime.Adapter.NewArrayParameter(command, i, element)
                : runtime.Adapter.NewParameter(command, i, statement.TypeOf(i)));
        }

        var isKept = kept is null && statement.IsKept && runtime.Options is { Prepare: true, StatementCacheSize: > 0 };
        var added = new KeptCommand(command, isKept) { IsBusy = true, LastUse = ++_uses };
        if (isKept)
        {
            if (_kept.Count >= runtime.Options.StatementCacheSize)
                MakeRoom();
            _kept.Add(statement, added);
        }

        return added;
    }

    /// <summary>Lets go of a quarter of the statements, those unused for longest, so that a full cache is not sorted at each new statement.</summary>
    private void MakeRoom()
    {
        var old = _kept.Where(static entry => !entry.Value.IsBusy).OrderBy(static entry => entry.Value.LastUse).Take(Math.Max(1, _kept.Count / 4)).ToArray();
        foreach (var (statement, kept) in old)
        {
            _kept.Remove(statement);
            kept.Command.Dispose();
        }
    }

    internal void End(ref StatementRun run, long rows, Exception? error, long decodeStarted = 0)
    {
        run.Kept.IsBusy = false;
        if (!run.Kept.IsKept)
            run.Kept.Command.Dispose();
        var now = Stopwatch.GetTimestamp();
        var total = Stopwatch.GetElapsedTime(run.Started, now);
        if (run.Activity is { } activity)
        {
            if (error is not null)
                activity.SetStatus(ActivityStatusCode.Error, error.Message);
            activity.Dispose();
        }

        if (!runtime.Telemetry.IsNeeded(run.Call, total + run.QueueTime))
            return;
        var decode = decodeStarted == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(decodeStarted, now);
        runtime.Telemetry.Report(run.Statement, run.Values, run.Call, run.IdleTime, run.QueueTime, total - decode, decode, rows, error, run.Stacktrace);
    }

    // ---- errors ------------------------------------------------------------------------------------------------------

    /// <summary>Ends a run that has failed.</summary>
    /// <returns>What to throw instead; <c>null</c> to let the exception through.</returns>
    internal Exception? Fail(ref StatementRun run, Exception error, CancellationToken cancellationToken)
    {
        var translated = Translate(error, run.Statement, run.Values, cancellationToken);
        if (db.State is not System.Data.ConnectionState.Open || translated is DatabaseConnectionException)
            Break();
        if (IsInTransaction && (error is DbException || error.InnerException is DbException))
        {
            HasFailed = true;
            HasLostTransaction |= runtime.Adapter.HasEndedTransaction(db, error as DbException ?? (DbException)error.InnerException!); // one of the two is
        }

        End(ref run, -1, translated ?? error);
        return translated;
    }

    /// <summary>The connection is lost, and with it most likely all others to that server.</summary>
    internal void Break()
    {
        if (IsBroken)
            return;
        IsBroken = true;
        DataTelemetry.Lost.Add(1, new KeyValuePair<string, object?>(DataTelemetry.RepoTag, runtime.Name));
        (Pool ?? runtime.Pool)?.Renew();
    }

    private Exception? Translate(Exception error, SqlStatement? statement, object?[] values, CancellationToken cancellationToken)
    {
        if (error is OperationCanceledException)
            return null;
        if (cancellationToken.IsCancellationRequested)
            return new OperationCanceledException($"The statement was cancelled: {statement?.Text}", null, cancellationToken);
        return runtime.Errors.Translate(error, statement, values);
    }

    /// <summary>A command with its parameters, kept for the next run of its statement.</summary>
    internal sealed class KeptCommand(DbCommand command, bool isKept)
    {
        internal DbCommand Command => command;

        internal bool IsKept => isKept;

        internal bool IsBusy;
        internal long LastUse;
        internal int Timeout = -1;
    }
}

/// <summary>What is known of a statement while it runs.</summary>
internal struct StatementRun
{
    internal SqlStatement Statement;
    internal object?[] Values;
    internal OperationOptions? Call;
    internal RepoConnection.KeptCommand Kept;
    internal TimeSpan QueueTime;
    internal TimeSpan IdleTime;
    internal long Started;
    internal string? Stacktrace;
    internal Activity? Activity;
}
