using System.Data.Common;

namespace Zhar.Data.Benchmarks;

/// <summary>ADO.NET by hand: a pooled connection, a command, a reader. The floor that the budgets are multiples of.</summary>
internal sealed class RawAdo(Database database) : IContender
{
    internal const string Label = "ADO.NET";

    private readonly Statements _sql = new(database);
    private readonly List<PlainEntry> _entries = Numbers.Entries();

    public string Name => Label;

    public Func<int, Task>? For(Operation operation) => operation switch
    {
        Operation.Get => async n =>
        {
            await using var command = await Open(_sql.Get);
            command.Parameters.Add(database.Parameter(1, Numbers.Writer(n)));
            await using var reader = await command.ExecuteReaderAsync();
            Check.Key(Numbers.Writer(n), await reader.ReadAsync() ? Writer(reader).Id : null);
            await Close(command);
        },
        Operation.Insert => async n =>
        {
            await using var command = await Open(_sql.Insert);
            command.Parameters.Add(database.Parameter(1, "An entry"));
            command.Parameters.Add(database.Parameter(2, "entry@example.org"));
            command.Parameters.Add(database.Parameter(3, 40));
            command.Parameters.Add(database.Parameter(4, (long)n));
            await command.ExecuteScalarAsync();
            await Close(command);
        },
        Operation.Update => async n =>
        {
            await using var command = await Open(_sql.Update);
            command.Parameters.Add(database.Parameter(1, Numbers.NewScore(n)));
            command.Parameters.Add(database.Parameter(2, Numbers.Writer(n)));
            Check.Count(1, await command.ExecuteNonQueryAsync());
            await Close(command);
        },
        Operation.Query => async n =>
        {
            await using var command = await Open(_sql.Query);
            command.Parameters.Add(database.Parameter(1, Numbers.Writer(n)));
            command.Parameters.Add(database.Parameter(2, 200));
            var rows = new List<PlainWriter>();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(Writer(reader));
            Check.Count(1, rows.Count);
            await Close(command);
        },
        Operation.List => async _ =>
        {
            await using var command = await Open(_sql.List);
            command.Parameters.Add(database.Parameter(1, Database.Prolific));
            Check.Count(Database.Listed, (await Works(command)).Count);
            await Close(command);
        },
        Operation.InsertAll => _ => database.InsertAll(_entries),
        Operation.Preload => async _ =>
        {
            await using var owners = await Open(_sql.Owners);
            owners.Parameters.Add(database.Parameter(1, (long)Database.Owners));
            var writers = new List<PlainWriter>();
            await using (var reader = await owners.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                    writers.Add(Writer(reader));
            }

            await using var owned = owners.Connection!.CreateCommand(); // it is open
            owned.CommandText = _sql.Owned;
            var keys = new long[writers.Count];
            for (var i = 0; i < keys.Length; i++)
                keys[i] = writers[i].Id;
            var list = database.Numbers(keys);
            owned.Parameters.Add(list is long[] array ? database.Parameter(1, array) : database.Parameter(1, list));
            var byKey = writers.ToDictionary(static w => w.Id);
            var works = await Works(owned);
            foreach (var work in works)
                byKey[work.WriterId].Works.Add(work);
            Check.Count(Database.Owners * 5, works.Count);
            await Close(owners);
        },
        _ => null,
    };

    public ValueTask DisposeAsync() => default;

    private async ValueTask<DbCommand> Open(string sql)
    {
        var connection = database.Connect();
        await connection.OpenAsync();
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static ValueTask Close(DbCommand command) => command.Connection!.DisposeAsync(); // Open gave it one

    private static PlainWriter Writer(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Name = reader.GetString(1),
        Email = reader.GetString(2),
        Age = reader.IsDBNull(3) ? null : reader.GetInt32(3),
        Score = reader.GetInt64(4),
    };

    private static async Task<List<PlainWork>> Works(DbCommand command)
    {
        var works = new List<PlainWork>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            works.Add(new PlainWork { Id = reader.GetInt64(0), WriterId = reader.GetInt64(1), Title = reader.GetString(2), Score = reader.GetInt32(3) });
        return works;
    }
}
