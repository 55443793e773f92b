using System.Collections.Concurrent;
using System.Data.Common;

namespace Zhar.Data;

/// <summary>Who may use a sandboxed repo, and with which connection.</summary>
internal sealed class SandboxRegistry : ISessionSource, IAsyncDisposable
{
    private readonly RepoRuntime _runtime;
    private readonly ConcurrentDictionary<Pid, SandboxOwner> _allowed = new();
    private readonly ConcurrentBag<RepoConnection> _free = [];
    private readonly SemaphoreSlim _copying = new(1, 1);
    private readonly ConcurrentDictionary<string, SandboxOwner> _byTicket = new(StringComparer.Ordinal);
    private DbConnection? _template;
    private SandboxOwner? _shared;

    private SandboxRegistry(RepoRuntime runtime) => _runtime = runtime;

    /// <summary>Whether an owner's writes are undone by a transaction; else it has a database of its own.</summary>
    internal bool UsesTransactions => !_runtime.Adapter.Capabilities.Copies;

    /// <summary>Whose connection the caller may use.</summary>
    internal SandboxOwner? Current
    {
        get
        {
            if (Process.IsInside)
            {
                if (_allowed.TryGetValue(Process.Self, out var allowed))
                    return allowed;
                if (Process.GetInherited(this) is SandboxOwner inherited)
                    return inherited;
                foreach (var caller in Process.Callers)
                {
                    if (_allowed.TryGetValue(caller, out allowed))
                        return allowed;
                }

                return Volatile.Read(ref _shared);
            }

            return Process.GetInherited(this) as SandboxOwner ?? Volatile.Read(ref _shared);
        }
    }

    internal static SandboxRegistry Of(Repo repo, bool create)
    {
        ArgumentNullException.ThrowIfNull(repo);
        var runtime = repo.Runtime;
        if (runtime.Sandbox is SandboxRegistry registry)
            return registry;
        if (!create)
            throw new InvalidOperationException($"{runtime.Name} is not under the sandbox. Call Sandbox.Start(repo) when the tests begin, or derive the test from DataCase.");
        lock (runtime)
        {
            if (runtime.Sandbox is null)
                runtime.Sandbox = new SandboxRegistry(runtime);
            return (SandboxRegistry)runtime.Sandbox;
        }
    }

    public RepoSession? Find() => Current switch
    {
        null => throw NotAllowed(),
        { HasEnded: true } => throw new SandboxException($"The test that owned this connection of {_runtime.Name} has ended, but {Who()} goes on. Let the test wait for it, or stop it at the test's end."),
        { Session: null } => throw new SandboxException($"The sandbox's connection of {_runtime.Name} is not open yet. Call await owner.Open() after Sandbox.Checkout(repo)."),
        { Session: var session } => session,
    };

    internal void Allow(Pid process, SandboxOwner owner) => _allowed[process] = owner;

    internal void Issue(string ticket, SandboxOwner owner) => _byTicket[ticket] = owner;

    internal SandboxOwner OwnerOf(string ticket) => _byTicket.TryGetValue(ticket, out var owner) ? owner : throw new SandboxException(
        $"'{(ticket.Length > 64 ? ticket[..64] + "…" : ticket)}' is no ticket of a running test of {_runtime.Name}. A ticket is owner.Ticket of the test, and ends with it.");

    internal void Share(SandboxOwner owner)
    {
        if (Interlocked.CompareExchange(ref _shared, owner, null) is { } other && other != owner)
            throw new SandboxException($"Another test shares its connection of {_runtime.Name} already. Tests that share must not run beside each other: put them into one xunit collection.");
    }

    internal void Forget(SandboxOwner owner)
    {
        Interlocked.CompareExchange(ref _shared, null, owner);
        _byTicket.TryRemove(owner.Ticket, out _);
        foreach (var (process, of) in _allowed)
        {
            if (of == owner)
                _allowed.TryRemove(process, out _);
        }
    }

    internal SandboxException NotAllowed() => new($"""
        {Who()} may not use {_runtime.Name}, which is under the sandbox: it belongs to no test. There are three remedies:

        1. Start it from the test: tasks and processes that a test starts, and those that they start, belong to it.
        2. Allow it in the test: Sandbox.Allow(repo, pid).
        3. Share the test's connection with everybody: Sandbox.Share(repo). Such a test must not run beside others.
        """);

    /// <summary>A connection in a transaction, or to a copy.</summary>
    internal async Task<RepoConnection> Take(CancellationToken cancellationToken)
    {
        if (!UsesTransactions)
            return new RepoConnection(_runtime, await Copy(cancellationToken).ConfigureAwait(false));
        if (!_free.TryTake(out var connection))
            connection = new RepoConnection(_runtime, await Connect(cancellationToken).ConfigureAwait(false));
        connection.EnterTransaction(await _runtime.Adapter.Begin(connection.Db, TransactionOptions.Default, cancellationToken).ConfigureAwait(false));
        connection.SavepointEach = _runtime.Adapter.Capabilities.ErrorsAbortTransactions;
        return connection;
    }

    internal async ValueTask Return(RepoConnection connection)
    {
        if (UsesTransactions && !connection.IsBroken)
        {
            try
            {
                await _runtime.Adapter.Rollback(connection.Db, connection.Transaction).ConfigureAwait(false);
                connection.LeaveTransaction();
                connection.SavepointEach = false;
                _free.Add(connection);
                return;
            }
            catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
            {
                // The connection is lost, and with it all that the test has written.
            }
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        while (_free.TryTake(out var connection))
            await connection.DisposeAsync().ConfigureAwait(false);
        if (_template is not null)
            await _template.DisposeAsync().ConfigureAwait(false);
        _copying.Dispose();
    }

    private async Task<DbConnection> Copy(CancellationToken cancellationToken)
    {
        await _copying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // A database in memory is one with its connection, which the pool has.
            if (Migrations.MigrationDatabase.LivesInOneConnection(_runtime.Options))
            {
                var pooled = await _runtime.Take(cancellationToken).ConfigureAwait(false);
                try
                {
                    return await _runtime.Adapter.Copy(pooled.Db, _runtime.Options, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    _runtime.Return(pooled);
                }
            }

            _template ??= await Connect(cancellationToken).ConfigureAwait(false);
            return await _runtime.Adapter.Copy(_template, _runtime.Options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _copying.Release();
        }
    }

    private Task<DbConnection> Connect(CancellationToken cancellationToken) => Migrations.MigrationDatabase.OpenConnection(_runtime.Adapter, _runtime.Errors, _runtime.Options, cancellationToken);

    private static string Who() => Process.IsInside ? $"The process {Process.Self}" : "This code, which runs outside of any process,";
}
