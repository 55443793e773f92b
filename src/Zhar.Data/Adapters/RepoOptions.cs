using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Zhar.Data;

/// <summary>How a repo reaches its database: from configuration, from <c>DATABASE_URL</c>, or set in code.</summary>
/// <remarks>See <see cref="RepoConfiguration"/> for what is read from where. Source: Ecto.Repo, Ecto.Adapters.SQL, DBConnection.</remarks>
public sealed class RepoOptions
{
    /// <summary>The settings that a URL holds, for a script or a test: <c>Repo.Open(RepoOptions.FromUrl("sqlite:my_app.db"))</c>.</summary>
    /// <param name="url"><c>scheme://user:password@host:port/database?pool_size=20</c>, or <c>sqlite:path</c>.</param>
    /// <exception cref="RepoConfigurationException">It cannot be read. The message shows no password.</exception>
    public static RepoOptions FromUrl(string url)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        var options = new RepoOptions();
        DatabaseUrl.Apply(url, options);
        return options;
    }

    /// <summary>The adapter. Default: the one whose scheme <see cref="Scheme"/> names, else the only one that the application references, else the only one of them that knows its own in the settings: SQLite by a
    /// <see cref="Database"/> such as <c>my_app.db</c>, PostgreSQL and MySQL by their usual <see cref="Port"/>.</summary>
    public Adapter? Adapter { get; set; }

    /// <summary>Which adapter, by a scheme of its: <c>postgres</c>, <c>sqlite</c>, <c>mysql</c>.</summary>
    public string? Scheme { get; set; }

    /// <summary>The user.</summary>
    public string? Username { get; set; }

    /// <summary>The password. Never part of a message.</summary>
    public string? Password { get; set; }

    /// <summary>The server's name or address, or the folder of its socket.</summary>
    /// <value>Default <c>localhost</c>.</value>
    public string Hostname { get; set; } = "localhost";

    /// <summary>The server's port.</summary>
    /// <value>Default: the database's usual one.</value>
    public int? Port { get; set; }

    /// <summary>The name of the database; for SQLite the path of its file, or <c>:memory:</c>.</summary>
    public string? Database { get; set; }

    /// <summary>Connections that the pool holds at most.</summary>
    /// <value>Default 10. They are opened when they are needed first.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in 1 … 10 000.</exception>
    public int PoolSize
    {
        get;
        set => field = value is >= 1 and <= 10_000 ? value : throw new ArgumentOutOfRangeException(
            nameof(PoolSize), value, "PoolSize is a number of connections from 1 to 10000, 10 by default.");
    } = 10;

    /// <summary>The wait for a connection that counts as healthy.</summary>
    /// <value>Default 50 ms (DBConnection's queue_target).</value>
    public TimeSpan QueueTarget { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>When all waits inside one such interval were longer than <see cref="QueueTarget"/>, those who wait longer than twice the target are refused.</summary>
    /// <value>Default 1 s (DBConnection's queue_interval).</value>
    public TimeSpan QueueInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest run of one statement.</summary>
    /// <value>Default 15 s (DBConnection's timeout).</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for a new connection to the server.</summary>
    /// <value>Default 5 s.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The schema of the database that tables are in when neither call, record nor schema class says so.</summary>
    public string? Prefix { get; set; }

    /// <summary>Adds to each statement's event, span and log line where in the application it was run.</summary>
    public bool Stacktrace { get; set; }

    /// <summary>Shows passwords and parameters in errors and keeps the driver's own exceptions. For development alone.</summary>
    public bool ShowSensitiveDataOnConnectionError { get; set; }

    /// <summary>Shows the parameters of statements in logs and events. Redacted fields stay hidden.</summary>
    public bool LogParameters { get; set; }

    /// <summary>The level at which each statement is logged; <see cref="LogLevel.None"/> for not at all.</summary>
    /// <value>Default <see cref="LogLevel.Debug"/>.</value>
    public LogLevel LogLevel { get; set; } = LogLevel.Debug;

    /// <summary>A statement that takes longer is logged as a warning.</summary>
    /// <value>Default 1 s; <c>null</c> for never.</value>
    public TimeSpan? SlowStatement { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Refuses every write.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Keeps prepared statements on the connections. Switch it off behind a pooler that hands out a connection for each transaction.</summary>
    /// <value>Default <c>true</c>.</value>
    public bool Prepare { get; set; } = true;

    /// <summary>Statements that each connection keeps.</summary>
    /// <value>Default 256; the one unused for longest makes room.</value>
    public int StatementCacheSize { get; set; } = 256;

    /// <summary>Demands TLS. <c>null</c> leaves it to driver and server.</summary>
    public bool? Ssl { get; set; }

    /// <summary>Further settings of the driver, by the names of its connection string.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs on each new connection before anybody gets it: session settings.</summary>
    public Func<DbConnection, CancellationToken, ValueTask>? AfterConnect { get; set; }

    /// <summary>Where the database is, without the password: for messages.</summary>
    public string Target => Adapter?.Describe(this) ?? $"database '{Database}'";
}
