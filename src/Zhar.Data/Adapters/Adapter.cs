using System.Data;
using System.Data.Common;

namespace Zhar.Data;

/// <summary>A kind of database: its driver, its dialect of SQL, and what its errors mean. A package per database derives one.</summary>
/// <remarks>
/// <para>An application names no adapter in its code: the packages that it references are found when it is compiled, and the configuration picks one of them
/// by <see cref="Schemes"/>. An adapter package says so with <see cref="DataAdapterAttribute"/>.</para>
/// <para>An adapter has no state of its own; one object serves all repos. Source: Ecto.Adapter, Ecto.Adapters.SQL.Connection.</para>
/// </remarks>
public abstract class Adapter
{
    /// <summary>The database's name, for people.</summary>
    public abstract string Name { get; }

    /// <summary>The names that URLs and the setting <c>Adapter</c> may call it by, lower case; the usual one first.</summary>
    public abstract IReadOnlyList<string> Schemes { get; }

    /// <summary>Whether settings that name no adapter are most likely meant for this one: a file's path for SQLite, the usual port for a server. Asked when an application references several.</summary>
    public virtual bool Recognizes(RepoOptions options) => false;

    /// <summary>How its SQL is written.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>What it can do.</summary>
    public abstract AdapterCapabilities Capabilities { get; }

    /// <summary>A connection that is not open yet. The repo pools it, so the driver must not.</summary>
    public abstract DbConnection NewConnection(RepoOptions options);

    /// <summary>Whether a connection is one of this adapter's driver.</summary>
    public abstract bool Owns(DbConnection connection);

    /// <summary>Prepares a connection that was just opened: session settings.</summary>
    public virtual ValueTask OnOpened(DbConnection connection, RepoOptions options, CancellationToken cancellationToken) => default;

    /// <summary>Called on a connection after migrations were applied on it.</summary>
    /// <returns>Whether connections that are open know less than new ones, as where a driver knows the types of the database from its first connection.</returns>
    public virtual ValueTask<bool> OnMigrated(DbConnection connection, CancellationToken cancellationToken) => new(false);

    /// <summary>Where the database is, without the password.</summary>
    public virtual string Describe(RepoOptions options) => $"{Name} database '{options.Database}' at {options.Hostname}{(options.Port is { } port ? $":{port}" : "")}";

    /// <summary>What to look at when no connection comes about: the last sentence of that error.</summary>
    public virtual string ConnectionAdvice => "Check Hostname, Port, Database, Username and Password (or DATABASE_URL), and that the server runs.";

    /// <summary>Checks the settings that this adapter needs, before the first connection.</summary>
    /// <exception cref="RepoConfigurationException">One is missing.</exception>
    public virtual void Validate(RepoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrEmpty(options.Database))
            throw new RepoConfigurationException($"The repo's setting 'Database' is missing. {Name} needs the name of a database: \"Database\": \"my_app_dev\", or DATABASE_URL={Schemes[0]}://user:password@localhost/my_app_dev.");
    }

    /// <summary>A parameter of <paramref name="command"/> for values of the given type.</summary>
    /// <param name="command">The command.</param>
    /// <param name="position">The parameter's position, from 0.</param>
    /// <param name="type">The type of the field that the values belong to; <c>null</c> when it follows from each value.</param>
    public abstract DbParameter NewParameter(DbCommand command, int position, FieldType? type);

    /// <summary>A parameter for a list of values of the given type, as <see cref="ToArray"/> makes it.</summary>
    public virtual DbParameter NewArrayParameter(DbCommand command, int position, FieldType elementType) => NewParameter(command, position, null);

    /// <summary>A whole list as one parameter: an array, or JSON where the database has no arrays. See <see cref="Dialect.AppendAnyOf"/>.</summary>
    public virtual object ToArray(FieldType elementType, IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return JsonList.Of(values);
    }

    /// <summary>Gives the parameter a value as the driver wants it. <c>null</c> becomes <see cref="DBNull"/>.</summary>
    public virtual void SetValue(DbParameter parameter, object? value) => parameter.Value = value ?? DBNull.Value;

    /// <summary>The constraint that an error is about; <c>null</c> when it is about none. A column that must not be null is no constraint: changesets validate it.</summary>
    public abstract ConstraintViolation? FindViolation(DbException error);

    /// <summary>Whether an error is about a text that the database cannot keep, as PostgreSQL cannot keep U+0000: the fault of who has sent it. Default: no error is.</summary>
    public virtual bool IsTextRefused(DbException error) => false;

    /// <summary>Whether an error means that the connection is lost or was refused.</summary>
    public abstract bool IsDisconnect(Exception error);

    /// <summary>Stops the statement that runs on the connection, from another thread; for drivers that do not look at the token themselves.</summary>
    public virtual void Interrupt(DbConnection connection)
    {
    }

    /// <summary>The database's code of an error.</summary>
    public virtual string? CodeOf(DbException error) => error.SqlState;

    /// <summary>Begins a transaction.</summary>
    /// <returns>The driver's transaction; <c>null</c> when statements join it without naming it.</returns>
    public virtual async ValueTask<DbTransaction?> Begin(DbConnection connection, TransactionOptions options, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(options.Isolation ?? IsolationLevel.Unspecified, cancellationToken).ConfigureAwait(false);

    /// <summary>Whether the database has rolled the whole transaction back because of an error in it, so that the next statement would be outside of any. Default: it never does.</summary>
    /// <param name="connection">A connection that was in a transaction.</param>
    /// <param name="error">What a statement on it has failed with.</param>
    public virtual bool HasEndedTransaction(DbConnection connection, DbException error) => false;

    /// <summary>Makes a transaction's changes permanent.</summary>
    public virtual async ValueTask Commit(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        await transaction!.CommitAsync(cancellationToken).ConfigureAwait(false); // Begin has returned one
        await transaction.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Undoes a transaction.</summary>
    public virtual async ValueTask Rollback(DbConnection connection, DbTransaction? transaction)
    {
        await transaction!.RollbackAsync().ConfigureAwait(false); // Begin has returned one
        await transaction.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Starts to watch what an upsert does to its row, where the statement itself cannot tell: see <see cref="Dialect.InsertedExpression"/>.</summary>
    public virtual UpsertProbe? Probe(DbConnection connection) => null;

    /// <summary>A copy of a whole database, in memory, on an open connection of its own: for the sandbox, where <see cref="AdapterCapabilities.Copies"/> says so.</summary>
    public virtual ValueTask<DbConnection> Copy(DbConnection connection, RepoOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Name} cannot copy a database into memory.");

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
