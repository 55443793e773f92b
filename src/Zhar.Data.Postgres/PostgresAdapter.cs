using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;

[assembly: Zhar.Data.DataAdapter(typeof(Zhar.Data.Postgres.PostgresAdapter))]

namespace Zhar.Data.Postgres;

/// <summary>PostgreSQL by Npgsql.</summary>
public sealed class PostgresAdapter : Adapter
{
    /// <inheritdoc/>
    public override string Name => "PostgreSQL";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Schemes { get; } = ["postgres", "postgresql", "pgsql"];

    /// <inheritdoc/>
    public override bool Recognizes(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Port == 5432;
    }

    /// <inheritdoc/>
    public override Dialect Dialect => PostgresDialect.Instance;

    /// <inheritdoc/>
    public override AdapterCapabilities Capabilities { get; } = new()
    {
        Returning = true,
        UpdateReturning = true,
        ConflictTarget = true,
        Prefixes = true,
        ErrorsAbortTransactions = true,
        Arrays = true,
        RowLocks = true,
        ForeignKeyNames = true,
        MaxParameters = 65_535,
    };

    /// <inheritdoc/>
    public override DbConnection NewConnection(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = new NpgsqlConnectionStringBuilder();
        foreach (var (name, value) in options.Parameters)
            Set(builder, name, value);
        builder.Host = options.Hostname;
        builder.Port = options.Port ?? 5432;
        builder.Database = options.Database;
        builder.Username = options.Username ?? Environment.UserName;
        builder.Password = options.Password;
        builder.Pooling = false;
        builder.Timezone ??= "UTC";
        builder.ApplicationName ??= "zhar";
        builder.Timeout = Math.Max(1, (int)Math.Ceiling(options.ConnectTimeout.TotalSeconds));
        builder.IncludeErrorDetail = options.ShowSensitiveDataOnConnectionError;
        if (options.Ssl is { } ssl)
            builder.SslMode = ssl ? SslMode.Require : SslMode.Disable;
        if (options.Prepare)
        {
            builder.MaxAutoPrepare = options.StatementCacheSize;
            builder.AutoPrepareMinUsages = 2;
        }

        return new NpgsqlConnection(builder.ConnectionString);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> OnMigrated(DbConnection connection, CancellationToken cancellationToken)
    {
        await ((NpgsqlConnection)connection).ReloadTypesAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public override bool Owns(DbConnection connection) => connection is NpgsqlConnection;

    /// <inheritdoc/>
    public override DbParameter NewParameter(DbCommand command, int position, FieldType? type)
    {
        var parameter = new NpgsqlParameter();
        if (type is not null)
            parameter.NpgsqlDbType = TypeOf(type);
        return parameter;
    }

    /// <inheritdoc/>
    public override DbParameter NewArrayParameter(DbCommand command, int position, FieldType elementType)
    {
        ArgumentNullException.ThrowIfNull(elementType);
        return new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | ElementTypeOf(elementType) };
    }

    /// <inheritdoc/>
    public override object ToArray(FieldType elementType, IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(elementType);
        ArgumentNullException.ThrowIfNull(values);
        return elementType.Storage switch
        {
            StorageKind.Boolean => OfValues<bool>(values),
            StorageKind.Int16 => OfValues<short>(values),
            StorageKind.Int32 => OfValues<int>(values),
            StorageKind.Int64 => OfValues<long>(values),
            StorageKind.Single => OfValues<float>(values),
            StorageKind.Double => OfValues<double>(values),
            StorageKind.Decimal => OfValues<decimal>(values),
            StorageKind.Guid => OfValues<Guid>(values),
            StorageKind.Date => OfValues<DateOnly>(values),
            StorageKind.Time => OfValues<TimeOnly>(values),
            StorageKind.DateTime or StorageKind.DateTimeUtc => OfValues<DateTime>(values),
            StorageKind.Interval => OfValues<TimeSpan>(values),
            StorageKind.Binary => values.Select(static value => (byte[]?)value).ToArray(),
            StorageKind.Text or StorageKind.Json => values.Select(static value => (string?)value).ToArray(),
            _ => throw new NotSupportedException($"Values of the type {elementType.Name} cannot travel as a list."),
        };
    }

    /// <inheritdoc/>
    public override bool IsDisconnect(Exception error) => error switch
    {
        PostgresException postgres => postgres.SqlState is "57P01" or "57P02" or "57P03" || postgres.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException or SocketException or IOException => true,
        _ => false,
    };

    /// <inheritdoc/>
    public override bool IsTextRefused(DbException error) => error is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter };

    /// <inheritdoc/>
    public override ConstraintViolation? FindViolation(DbException error)
    {
        if (error is not PostgresException postgres)
            return null;
        ConstraintKind? kind = postgres.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => ConstraintKind.Unique,
            PostgresErrorCodes.ForeignKeyViolation => ConstraintKind.ForeignKey,
            PostgresErrorCodes.CheckViolation => ConstraintKind.Check,
            PostgresErrorCodes.ExclusionViolation => ConstraintKind.Exclusion,
            _ => null,
        };
        return kind is null ? null : new ConstraintViolation(
            kind.Value, postgres.ConstraintName ?? postgres.ColumnName, postgres.TableName, postgres.ColumnName is { } column ? [column] : null);
    }

    /// <inheritdoc/>
    public override async ValueTask<DbTransaction?> Begin(DbConnection connection, TransactionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var transaction = await base.Begin(connection, options, cancellationToken).ConfigureAwait(false);
        if (!options.ReadOnly)
            return transaction;
        var command = connection.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.CommandText = "set transaction read only";
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return transaction;
    }

    /// <summary>The driver's name of a type. Text and JSON go without one, so that the server takes the column's: citext, an enum, json or jsonb.</summary>
    internal static NpgsqlDbType TypeOf(FieldType type) => type.Storage switch
    {
        StorageKind.Boolean => NpgsqlDbType.Boolean,
        StorageKind.Int16 => NpgsqlDbType.Smallint,
        StorageKind.Int32 => NpgsqlDbType.Integer,
        StorageKind.Int64 => NpgsqlDbType.Bigint,
        StorageKind.Single => NpgsqlDbType.Real,
        StorageKind.Double => NpgsqlDbType.Double,
        StorageKind.Decimal => NpgsqlDbType.Numeric,
        StorageKind.Binary => NpgsqlDbType.Bytea,
        StorageKind.Guid => NpgsqlDbType.Uuid,
        StorageKind.Date => NpgsqlDbType.Date,
        StorageKind.Time => NpgsqlDbType.Time,
        StorageKind.DateTime => NpgsqlDbType.Timestamp,
        StorageKind.DateTimeUtc => NpgsqlDbType.TimestampTz,
        StorageKind.Interval => NpgsqlDbType.Interval,
        StorageKind.Array when type.Element is { } element => NpgsqlDbType.Array | ElementTypeOf(element),
        _ => NpgsqlDbType.Unknown,
    };

    /// <summary>The type inside of an array, which cannot go without one.</summary>
    internal static NpgsqlDbType ElementTypeOf(FieldType type) => type.Storage switch
    {
        StorageKind.Text => NpgsqlDbType.Text,
        StorageKind.Json => NpgsqlDbType.Jsonb,
        _ => TypeOf(type),
    };

    private static T?[] OfValues<T>(IReadOnlyList<object?> values)
        where T : struct
    {
        var array = new T?[values.Count];
        for (var i = 0; i < array.Length; i++)
            array[i] = (T?)values[i];
        return array;
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        try
        {
            builder[name.Replace('_', ' ')] = value;
        }
        catch (ArgumentException)
        {
            throw new RepoConfigurationException(string.Create(CultureInfo.InvariantCulture, $"'{name}' is no setting of Npgsql, or its value has the wrong form. Among others there are Ssl Mode, Root Certificate, Keepalive, Options and Search Path."));
        }
    }
}
