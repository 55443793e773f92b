namespace Zhar.Data;

/// <summary>A connection for the time of one operation.</summary>
internal readonly struct RepoLease(RepoConnection connection, RepoSession? session, SemaphoreSlim? writer) : IDisposable
{
    internal RepoConnection Connection => connection;

    /// <summary>Whether the operation is inside of a transaction.</summary>
    internal bool IsInTransaction => session is { IsInTransaction: true };

    /// <summary>Gives the connection back.</summary>
    public void Dispose()
    {
        if (session is not null)
        {
            session.Leave();
            return;
        }

        connection.Runtime.Return(connection);
        writer?.Release();
    }
}
