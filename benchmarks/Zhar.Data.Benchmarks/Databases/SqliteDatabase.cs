using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Zhar.Data.Benchmarks;

/// <summary>A file, with a write-ahead log.</summary>
internal sealed class SqliteDatabase(string file) : Database
{
    // A file system in memory, where there is one: else the disk decides who wins, whose synchronisation takes 2 or 100 us from one round to the next.
    private static string Place => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    internal override string Name => "SQLite";

    internal string File => file;

    internal override string ConnectionString { get; } = $"Data Source={file}";

    internal override RepoOptions RepoOptions => new() { Scheme = "sqlite", Database = File };

    internal static async Task<SqliteDatabase> Create()
    {
        var database = new SqliteDatabase(Path.Combine(Directory.CreateDirectory(Path.Combine(Place, $"zhar-bench-{Guid.NewGuid():N}")).FullName, "bench.db"));
        await database.Execute("pragma journal_mode = wal");
        await database.Fill("integer primary key");
        return database;
    }

    internal override DbConnection Connect() => new SqliteConnection(ConnectionString);

    internal override string Sql(string text) => text;

    internal override DbParameter Parameter<T>(int position, T value) => new SqliteParameter(position switch { 1 => "@p1", 2 => "@p2", 3 => "@p3", _ => "@p4" }, value);

    internal override string AnyOf(string column, int position) => $"{column} in (select value from json_each(@p{position}))";

    internal override object Numbers(long[] values) => JsonSerializer.Serialize(values);

    internal override async Task InsertAll(IReadOnlyList<PlainEntry> entries)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into entries (name, email, age, score) values (@p1, @p2, @p3, @p4)";
        SqliteParameter[] parameters = [new("@p1", SqliteType.Text), new("@p2", SqliteType.Text), new("@p3", SqliteType.Integer), new("@p4", SqliteType.Integer)];
        command.Parameters.AddRange(parameters);
        command.Prepare();
        foreach (var entry in entries)
        {
            parameters[0].Value = entry.Name;
            parameters[1].Value = entry.Email;
            parameters[2].Value = (object?)entry.Age ?? DBNull.Value;
            parameters[3].Value = entry.Score;
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        // Create made a folder for it.
        Directory.GetParent(file)!.Delete(recursive: true);
        return default;
    }
}
