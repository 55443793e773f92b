using System.Data.Common;

namespace Zhar.Data.Migrations;

/// <summary>The connection of a running migration, for code that goes between its operations.</summary>
public sealed class MigrationConnection
{
    private readonly Func<string, IReadOnlyList<object?>, CancellationToken, ValueTask<int>> _execute;

    internal MigrationConnection(DbConnection connection, DbTransaction? transaction, Func<string, IReadOnlyList<object?>, CancellationToken, ValueTask<int>> execute)
    {
        Connection = connection;
        Transaction = transaction;
        _execute = execute;
    }

    /// <summary>The driver's connection. It belongs to the migrator: do not close it.</summary>
    public DbConnection Connection { get; }

    /// <summary>The migration's transaction, where it has one and the driver wants it named.</summary>
    public DbTransaction? Transaction { get; }

    /// <summary>Runs a statement. Its parameters are written <c>@p0</c>, <c>@p1</c>, …</summary>
    /// <returns>The number of rows that were changed.</returns>
    public ValueTask<int> Execute(string sql, params IReadOnlyList<object?> parameters) => _execute(sql, parameters, CancellationToken.None);

    /// <summary>Runs a query and reads each row. Its parameters are written <c>@p0</c>, <c>@p1</c>, …</summary>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, Func<DbDataReader, T> read, params IReadOnlyList<object?> parameters)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using var command = NewCommand(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync().ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }

    internal DbCommand NewCommand(string sql, IReadOnlyList<object?> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Transaction;
        command.CommandTimeout = 0; // a migration of a large table takes the time it takes
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            parameter.Value = parameters[i] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
