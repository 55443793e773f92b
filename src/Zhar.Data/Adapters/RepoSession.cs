namespace Zhar.Data;

/// <summary>A connection that a flow of control is bound to for longer than one statement: by a transaction, a checkout, a sandbox, or because somebody else owns it.</summary>
/// <remarks>Flows that share it, such as tasks started inside of a transaction, take turns at its gate.</remarks>
internal sealed class RepoSession(RepoConnection connection, RepoSession? outer = null)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _ended;

    internal RepoConnection Connection => connection;

    /// <summary>What the flow was bound to before.</summary>
    internal RepoSession? Outer => outer;

    /// <summary>Transactions of the repo that are open on it, nested ones counted.</summary>
    internal int Depth { get; set; }

    /// <summary>A transaction that the repo did not begin surrounds it: a sandbox's, or that of a foreign connection. Outermost transactions are then savepoints.</summary>
    internal bool IsEnclosed { get; init; }

    /// <summary>Several processes use it, each with transactions of its own: a sandbox's. Whoever is in a transaction has it alone.</summary>
    internal bool IsShared { get; init; }

    /// <summary>The savepoint in the place of its outermost transaction, while that is open.</summary>
    internal string? OpenSavepoint { get; set; }

    /// <summary>A nested transaction was rolled back, so the outermost one cannot commit.</summary>
    internal bool IsPoisoned { get; set; }

    /// <summary>The process that had begun the transaction has died; nobody may go on with it.</summary>
    internal bool IsAborted { get; private set; }

    /// <summary>It is for one transaction, with which it ends.</summary>
    internal bool IsForOneTransaction { get; init; }

    /// <summary>That transaction is over. Whoever waits for a turn has come too late.</summary>
    internal bool IsOver { get; set; }

    internal bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Whether a transaction that the repo began is open.</summary>
    internal bool IsInTransaction => Depth > 0;

    internal bool IsReadOnly { get; set; }

    /// <summary>Waits until no other flow uses the connection.</summary>
    internal ValueTask<RepoLease> Enter(CancellationToken cancellationToken)
    {
        if (IsShared)
            return _gate.Wait(0, CancellationToken.None) ? new ValueTask<RepoLease>(Entered()) : EnterShared(cancellationToken);
        var entering = _gate.WaitAsync(cancellationToken);
        return entering.IsCompletedSuccessfully ? new ValueTask<RepoLease>(Entered()) : EnterLater(entering);
    }

    /// <summary>As <see cref="Enter"/>, for whoever ends a transaction or closes the connection: in whatever state it is. The gate stays shut until <see cref="Leave"/>.</summary>
    internal Task WaitForTurn() => _gate.WaitAsync();

    internal void Leave() => _gate.Release();

    /// <summary>Ends it after the statement that may still run, and calls <paramref name="giveBack"/> before anybody else can have a turn.</summary>
    internal async Task EndInTurn<T>(Action<T> giveBack, T state)
    {
        await WaitForTurn().ConfigureAwait(false);
        if (End())
            giveBack(state);
        Leave();
    }

    /// <summary>The flow is no longer bound to it.</summary>
    /// <returns>False when it was ended before.</returns>
    internal bool End() => Interlocked.Exchange(ref _ended, 1) == 0;

    internal void Abort() => IsAborted = true;

    private async ValueTask<RepoLease> EnterShared(CancellationToken cancellationToken)
    {
        var limit = connection.Runtime.Options.Timeout;
        if (await _gate.WaitAsync(limit, cancellationToken).ConfigureAwait(false))
            return Entered();
        throw new SandboxException($"""
            {connection.Runtime.Name}: all processes of a test share one connection of the sandbox, and another of them has been in a transaction for {limit.TotalSeconds:0.#} s.
            Does it wait for this one? Let processes not wait, inside of a transaction, for others that use the repo too.
            """);
    }

    private async ValueTask<RepoLease> EnterLater(Task entering)
    {
        await entering.ConfigureAwait(false);
        return Entered();
    }

    private RepoLease Entered()
    {
        if (!IsAborted && !connection.IsBroken && !connection.HasLostTransaction && !IsOver && !HasEnded)
            return new RepoLease(connection, this, null);
        Leave();
        throw IsAborted
            ? new InvalidOperationException("The process that had begun this transaction has ended, so the transaction was rolled back. Its code must not go on.")
            : IsOver || HasEnded
            ? new InvalidOperationException("The transaction ended while this statement waited for its turn in it, so it was not run. Await what the body of a transaction starts before the body returns.")
            : connection.HasLostTransaction
            ? new DatabaseException($"{connection.Runtime.Adapter.Name} has rolled this transaction back because of an error in it, so nothing more can be done in it. Return from it, and begin it again.", null, null)
            : new DatabaseConnectionException("The connection of this transaction was lost, so the transaction is rolled back. Begin it again.") { WasLost = true };
    }
}
