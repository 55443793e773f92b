namespace Zhar.Data;

/// <summary>A test's part of a sandboxed repo: a connection whose writes nobody else sees.</summary>
public sealed class SandboxOwner : IAsyncDisposable
{
    private readonly SandboxRegistry _registry;
    private RepoConnection? _connection;
    private RepoSession? _session;
    private int _ended;

    internal SandboxOwner(SandboxRegistry registry)
    {
        _registry = registry;
        registry.Issue(Ticket, this);
    }

    /// <summary>A text that stands for this owner where its flow of control does not reach: a header or a cookie of a browser that the test drives. See <see cref="Sandbox.Enter"/>.</summary>
    public string Ticket { get; } = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    /// <summary>The session, once it is open.</summary>
    internal RepoSession? Session => Volatile.Read(ref _session);

    internal bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Opens the connection. Until then the repo cannot be used.</summary>
    public async Task Open(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(HasEnded, this);
        if (Session is not null)
            return;
        _connection = await _registry.Take(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _session, new RepoSession(_connection) { IsShared = true, IsEnclosed = _registry.UsesTransactions });
    }

    /// <summary>Lets a process that the test has not started use the connection.</summary>
    public void Allow(Pid process)
    {
        if (process.IsNone)
            throw new ArgumentException("The pid is the default value and names no process.", nameof(process));
        ObjectDisposedException.ThrowIf(HasEnded, this);
        _registry.Allow(process, this);
    }

    /// <summary>Lets everybody use the connection until it ends.</summary>
    /// <exception cref="SandboxException">Another owner shares its connection already.</exception>
    public void Share()
    {
        ObjectDisposedException.ThrowIf(HasEnded, this);
        _registry.Share(this);
    }

    /// <summary>Undoes all that was written, after the statement that may still run.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        _registry.Forget(this);
        if (Session is not { } session || _connection is not { } connection)
            return;
        await session.WaitForTurn().ConfigureAwait(false);
        session.Abort();
        session.End();
        await _registry.Return(connection).ConfigureAwait(false);
    }
}
