using System.Globalization;

namespace Zhar.Data;

/// <summary>All connections of a repo's pool were in use for so long that this caller was refused. Nothing was sent to the database.</summary>
/// <remarks>Source: DBConnection.ConnectionError, reason queue_timeout.</remarks>
public sealed class PoolTimeoutException : Exception
{
    internal PoolTimeoutException(string repo, RepoOptions options, TimeSpan waited)
        : base(Explain(repo, options, waited))
    {
        Repo = repo;
        PoolSize = options.PoolSize;
        Waited = waited;
    }

    /// <summary>The repo.</summary>
    public string Repo { get; }

    /// <summary>The connections that the pool may have.</summary>
    public int PoolSize { get; }

    /// <summary>How long the caller waited.</summary>
    public TimeSpan Waited { get; }

    private static string Explain(string repo, RepoOptions options, TimeSpan waited) => string.Create(CultureInfo.InvariantCulture, $"""
        {repo} had no connection for this caller, which was refused after {waited.TotalMilliseconds:0} ms in the queue. All {options.PoolSize} connections are in use.
        Either statements are slow or transactions stay open (look at the slow-statement log; do no other work inside of a transaction), or more is asked than
        {options.PoolSize} connections can do. Then raise PoolSize (POOL_SIZE={options.PoolSize * 2}), or let callers wait longer: QueueTarget, now {options.QueueTarget.TotalMilliseconds:0} ms, and QueueInterval, now {options.QueueInterval.TotalMilliseconds:0} ms.
        """);
}
