using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MySqlConnector;

namespace Zhar.Data.MySql;

/// <summary>What MariaDB and MySQL share: the driver, and what its errors mean.</summary>
public abstract partial class MySqlFamilyAdapter : Adapter
{
    private const string SessionSettings =
        "set session time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION'";

    // A check has failed.
    private const int MySqlCheckFailed = 3819;
    private const int MariaDbCheckFailed = 4025;

    // InnoDB has rolled the whole transaction back: MariaDB's "record has changed since last read", a full table of locks.
    private const int RecordChanged = 1020;
    private const int LockTableFull = 1206;

    private protected MySqlFamilyAdapter()
    {
    }

    /// <inheritdoc/>
    public override Dialect Dialect => MySqlDialect.Instance;

    /// <inheritdoc/>
    public override DbConnection NewConnection(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = new MySqlConnectionStringBuilder();
        foreach (var (name, value) in options.Parameters)
            Set(builder, name, value);
        builder.Server = options.Hostname;
        builder.Port = (uint)(options.Port ?? 3306);
        builder.Database = options.Database;
        builder.UserID = options.Username ?? Environment.UserName;
        builder.Password = options.Password;
        builder.Pooling = false;
        builder.CharacterSet = "utf8mb4";
        builder.GuidFormat = MySqlGuidFormat.Char36;
        builder.ConnectionTimeout = (uint)Math.Max(1, (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds));
        builder.UseAffectedRows = false;    // an UPDATE counts the rows that it has found: one that changes nothing is not stale
        builder.AllowUserVariables = true;  // upserts count in one
        if (options.Hostname.StartsWith('/'))
            builder.ConnectionProtocol = MySqlConnectionProtocol.UnixSocket;
        if (options.Ssl is { } ssl)
            builder.SslMode = ssl ? MySqlSslMode.Required : MySqlSslMode.Disabled;
        else if (options.Hostname is "localhost" or "127.0.0.1" or "::1")
            builder.AllowPublicKeyRetrieval = true;
        return new MySqlConnection(builder.ConnectionString);
    }

    /// <inheritdoc/>
    public override bool Owns(DbConnection connection) => connection is MySqlConnection;

    /// <inheritdoc/>
    public override async ValueTask OnOpened(DbConnection connection, RepoOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var command = connection.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.CommandText = SessionSettings;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override DbParameter NewParameter(DbCommand command, int position, FieldType? type) => new MySqlParameter { ParameterName = Dialect.ParameterName(position) };

    /// <inheritdoc/>
    public override void SetValue(DbParameter parameter, object? value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        parameter.Value = value switch
        {
            null => DBNull.Value,
            TimeSpan interval => interval.Ticks / TimeSpan.TicksPerMicrosecond,
            DateTimeOffset time => time.UtcDateTime,
            _ => value,
        };
    }

    /// <inheritdoc/>
    public override string? CodeOf(DbException error) => (error as MySqlException)?.Number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool IsDisconnect(Exception error) => error switch
    {
        MySqlException { ErrorCode: MySqlErrorCode.CommandTimeoutExpired or MySqlErrorCode.QueryInterrupted } => false,
        MySqlException mysql => mysql.ErrorCode is MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.ServerShutdown or MySqlErrorCode.NewAbortingConnection
                or MySqlErrorCode.AbortingConnection or MySqlErrorCode.ConnectionCountError or MySqlErrorCode.NormalShutdown or MySqlErrorCode.ShutdownComplete
                or MySqlErrorCode.HandshakeError or MySqlErrorCode.NetReadError or MySqlErrorCode.NetReadErrorFromPipe or MySqlErrorCode.NetErrorOnWrite
            || mysql.InnerException is IOException or SocketException or ObjectDisposedException,
        IOException or SocketException => true,
        _ => false,
    };

    /// <inheritdoc/>
    public override bool HasEndedTransaction(DbConnection connection, DbException error) => error is MySqlException { Number: (int)MySqlErrorCode.LockDeadlock or RecordChanged or LockTableFull };

    /// <inheritdoc/>
    public override ConstraintViolation? FindViolation(DbException error)
    {
        if (error is not MySqlException mysql)
            return null;
        return mysql.Number switch
        {
            (int)MySqlErrorCode.DuplicateKeyEntry => new ConstraintViolation(ConstraintKind.Unique, KeyName(mysql.Message)),
            (int)MySqlErrorCode.RowIsReferenced or (int)MySqlErrorCode.RowIsReferenced2 or (int)MySqlErrorCode.NoReferencedRow or (int)MySqlErrorCode.NoReferencedRow2 =>
                new ConstraintViolation(ConstraintKind.ForeignKey, First(BacktickConstraint, mysql.Message)),
            MariaDbCheckFailed => new ConstraintViolation(ConstraintKind.Check, First(BacktickConstraint, mysql.Message)),
            MySqlCheckFailed => new ConstraintViolation(ConstraintKind.Check, First(QuotedCheck, mysql.Message)),
            _ => null,
        };
    }

    /// <summary>The key stands at the end: <c>Duplicate entry 'x' for key 'users_email_index'</c>; MySQL puts the table before it. What the user has typed stands before that.</summary>
    private static string? KeyName(string message)
    {
        var key = First(QuotedKey, message);
        return key is not null && key.LastIndexOf('.') is >= 0 and var dot ? key[(dot + 1)..] : key;
    }

    private static string? First(Regex pattern, string message) => pattern.Match(message) is { Success: true } match ? match.Groups[1].Value : null;

    private static void Set(MySqlConnectionStringBuilder builder, string name, string value)
    {
        try
        {
            builder[name.Replace('_', ' ')] = value;
        }
        catch (ArgumentException)
        {
            throw new RepoConfigurationException($"'{name}' is no setting of MySqlConnector, or its value has the wrong form. Among others there are Ssl Mode, Ssl Ca, Keepalive and Use Compression.");
        }
    }

    [GeneratedRegex("for key '([^']*)'$")]
    private static partial Regex QuotedKey { get; }

    [GeneratedRegex("CONSTRAINT `([^`]+)`")]
    private static partial Regex BacktickConstraint { get; }

    [GeneratedRegex("^Check constraint '([^']+)'")]
    private static partial Regex QuotedCheck { get; }
}
