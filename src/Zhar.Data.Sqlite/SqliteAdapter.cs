using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

[assembly: Zhar.Data.DataAdapter(typeof(Zhar.Data.Sqlite.SqliteAdapter))]

namespace Zhar.Data.Sqlite;

/// <summary>SQLite by Microsoft.Data.Sqlite: a database in a file, or in memory, with nothing to install.</summary>
public sealed class SqliteAdapter : Adapter
{
    // SQLite's extended result codes.
    private const int ConstraintCheck = 275;
    private const int ConstraintForeignKey = 787;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintTrigger = 1811;
    private const int ConstraintUnique = 2067;
    private const int ConstraintRowId = 2579;

    /// <inheritdoc/>
    public override string Name => "SQLite";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Schemes { get; } = ["sqlite", "sqlite3"];

    /// <inheritdoc/>
    public override bool Recognizes(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options is { Username: null, Port: null, Hostname: "localhost", Database: { } database }
            && (database == ":memory:" || Path.GetExtension(database) is ".db" or ".db3" or ".sqlite" or ".sqlite3");
    }

    /// <inheritdoc/>
    public override Dialect Dialect => SqliteDialect.Instance;

    /// <inheritdoc/>
    public override AdapterCapabilities Capabilities { get; } = new()
    {
        Returning = true,
        UpdateReturning = true,
        ConflictTarget = true,
        SingleWriter = true,
        IsSynchronous = true,
        ConcurrentReaders = true,
        Copies = true,
        MaxParameters = 32_766,
        MaxInsertRows = 1, // a named parameter is found by its name, so long lists take quadratic time
    };

    /// <inheritdoc/>
    public override void Validate(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrEmpty(options.Database))
            throw new RepoConfigurationException("The repo's setting 'Database' is missing. SQLite needs the path of its file: \"Database\": \"my_app.db\", or DATABASE_URL=sqlite:my_app.db.");
        if (options is { Database: ":memory:", PoolSize: > 1 })
            options.PoolSize = 1; // each connection would have a database of its own
    }

    /// <inheritdoc/>
    public override string ConnectionAdvice => "Check Database (or DATABASE_URL): the folder must exist and be writable, and the file must be one of SQLite.";

    /// <inheritdoc/>
    public override string Describe(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return $"SQLite database '{options.Database}'";
    }

    /// <inheritdoc/>
    public override DbConnection NewConnection(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = new SqliteConnectionStringBuilder();
        foreach (var (name, value) in options.Parameters)
            Set(builder, name, value);
        builder.DataSource = options.Database;
        builder.Pooling = false;
        builder.ForeignKeys ??= true;
        if (options.Password is { Length: > 0 } password)
            builder.Password = password;
        if (options.ReadOnly)
            builder.Mode = SqliteOpenMode.ReadOnly;
        return new SqliteConnection(builder.ConnectionString);
    }

    /// <inheritdoc/>
    public override bool Owns(DbConnection connection) => connection is SqliteConnection;

    /// <inheritdoc/>
    public override ValueTask OnOpened(DbConnection connection, RepoOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        using var command = connection.CreateCommand();
        var busy = ((int)options.Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

        // A page that was written is as safe in WAL mode with synchronous=normal as long as the program alone dies; a loss of power may take the last commits.
        // So "full": what was acknowledged stays.
        command.CommandText = options.ReadOnly || options.Database == ":memory:"
            ? $"pragma busy_timeout = {busy}"
            : $"pragma busy_timeout = {busy}; pragma journal_mode = wal; pragma synchronous = full";
        command.ExecuteNonQuery();
        return default;
    }

    /// <inheritdoc/>
    public override DbParameter NewParameter(DbCommand command, int position, FieldType? type) => new SqliteParameter { ParameterName = Dialect.ParameterName(position) };

    /// <inheritdoc/>
    public override object ToArray(FieldType elementType, IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return base.ToArray(elementType, [.. values.Select(static value => value is null ? null : SqliteDialect.ToStored(value))]);
    }

    /// <inheritdoc/>
    public override void SetValue(DbParameter parameter, object? value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        parameter.Value = value is null ? DBNull.Value : SqliteDialect.ToStored(value);
    }

    /// <inheritdoc/>
    public override bool IsDisconnect(Exception error) => error is SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT };

    /// <inheritdoc/>
    public override string? CodeOf(DbException error) => (error as SqliteException)?.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override void Interrupt(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
            raw.sqlite3_interrupt(handle);
    }

    /// <inheritdoc/>
    public override ConstraintViolation? FindViolation(DbException error)
    {
        if (error is not SqliteException sqlite)
            return null;
        switch (sqlite.SqliteExtendedErrorCode)
        {
            case ConstraintForeignKey or ConstraintTrigger when sqlite.Message.Contains("FOREIGN KEY", StringComparison.Ordinal):
                return new ConstraintViolation(ConstraintKind.ForeignKey, null);
            case ConstraintCheck:
                return new ConstraintViolation(ConstraintKind.Check, After(sqlite.Message, "CHECK constraint failed: "));
            case ConstraintPrimaryKey or ConstraintRowId:
                return ByColumns(sqlite, "pkey");
            case ConstraintUnique:
                return After(sqlite.Message, "UNIQUE constraint failed: ") is { } what && what.StartsWith("index '", StringComparison.Ordinal)
                    ? new ConstraintViolation(ConstraintKind.Unique, what["index '".Length..].TrimEnd('\''))
                    : ByColumns(sqlite, "index");
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<DbTransaction?> Begin(DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);

        // Immediate: a transaction that begins as a reader and writes later fails when another has written in between.
        Run(connection, options.ReadOnly ? "begin deferred" : "begin immediate");
        return new ValueTask<DbTransaction?>((DbTransaction?)null);
    }

    /// <inheritdoc/>
    public override ValueTask Commit(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        Run(connection, "commit");
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask Rollback(DbConnection connection, DbTransaction? transaction)
    {
        if (!HasNoTransaction(connection))
            Run(connection, "rollback");
        return default;
    }

    /// <inheritdoc/>
    public override bool HasEndedTransaction(DbConnection connection, DbException error) => HasNoTransaction(connection);

    /// <inheritdoc/>
    public override async ValueTask<DbConnection> Copy(DbConnection connection, RepoOptions options, CancellationToken cancellationToken)
    {
        var copy = new SqliteConnection("Data Source=:memory:;Pooling=False;Foreign Keys=True");
        await copy.OpenAsync(cancellationToken).ConfigureAwait(false);
        ((SqliteConnection)connection).BackupDatabase(copy);
        await OnOpened(copy, options, cancellationToken).ConfigureAwait(false);
        return copy;
    }

    /// <inheritdoc/>
    public override UpsertProbe? Probe(DbConnection connection) => connection is SqliteConnection { Handle: { } handle } ? new SqliteUpsertProbe(handle) : null;

    /// <summary>A write that was interrupted, a full disk and a lack of memory have rolled back.</summary>
    private static bool HasNoTransaction(DbConnection connection) => connection is not SqliteConnection { Handle: { } handle } || raw.sqlite3_get_autocommit(handle) != 0;

    private static void Run(DbConnection connection, string sql)
    {
        ArgumentNullException.ThrowIfNull(connection);

        // By the library itself: a command would be parsed, kept and disposed of for three words.
        var handle = ((SqliteConnection)connection).Handle;
        var code = raw.sqlite3_exec(handle, sql, out var message);
        if (code != raw.SQLITE_OK)
            throw new SqliteException($"SQLite Error {code}: '{message ?? raw.sqlite3_errmsg(handle).utf8_to_string()}'.", code, raw.sqlite3_extended_errcode(handle));
    }

    private static void Set(SqliteConnectionStringBuilder builder, string name, string value)
    {
        try
        {
            builder[name] = value;
        }
        catch (ArgumentException)
        {
            throw new RepoConfigurationException($"'{name}' is no setting of Microsoft.Data.Sqlite, or its value has the wrong form. Among others there are Mode, Cache, Foreign Keys and Recursive Triggers.");
        }
    }

    /// <summary>The message is <c>SQLite Error 19: 'UNIQUE constraint failed: users.email'.</c></summary>
    private static string? After(string message, string start)
    {
        var at = message.IndexOf(start, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = message[(at + start.Length)..];
        return rest.EndsWith("'.", StringComparison.Ordinal) ? rest[..^2] : rest;
    }

    /// <summary><c>users.email, users.team_id</c> is what SQLite tells of an index; its name follows from the convention.</summary>
    private static ConstraintViolation ByColumns(SqliteException error, string suffix)
    {
        if (After(error.Message, "UNIQUE constraint failed: ") is not { } columns)
            return new ConstraintViolation(ConstraintKind.Unique, null);
        var all = columns.Split(", ");
        var table = all[0][..Math.Max(0, all[0].LastIndexOf('.'))];
        var names = Array.ConvertAll(all, static column => column[(column.LastIndexOf('.') + 1)..]);
        var name = suffix == "pkey" ? $"{table}_pkey" : $"{table}_{string.Join('_', names)}_{suffix}";
        return new ConstraintViolation(ConstraintKind.Unique, name, table, names);
    }
}
