using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;
using LinqToDB.Mapping;

namespace Zhar.Data.Benchmarks;

/// <summary>linq2db, by its LINQ queries.</summary>
internal sealed class LinqToDb(Database database) : IContender
{
    private readonly List<PlainEntry> _entries = Numbers.Entries();
    private readonly DataOptions _options = OptionsFor(database);

    public string Name => "linq2db";

    public Func<int, Task>? For(Operation operation) => operation switch
    {
        Operation.Get => async n =>
        {
            var id = Numbers.Writer(n);
            await using var connection = new DataConnection(_options);
            Check.Key(id, (await connection.GetTable<PlainWriter>().FirstOrDefaultAsync(w => w.Id == id))?.Id);
        },
        Operation.Insert => async n =>
        {
            await using var connection = new DataConnection(_options);
            await connection.InsertWithInt64IdentityAsync(PlainEntry.Numbered(n));
        },
        Operation.Update => async n =>
        {
            long id = Numbers.Writer(n), score = Numbers.NewScore(n);
            await using var connection = new DataConnection(_options);
            Check.Count(1, await connection.GetTable<PlainWriter>().Where(w => w.Id == id).Set(w => w.Score, score).UpdateAsync());
        },
        Operation.Query => async n =>
        {
            var id = Numbers.Writer(n);
            var age = 200;
            await using var connection = new DataConnection(_options);
            Check.Count(1, (await connection.GetTable<PlainWriter>().Where(w => w.Id == id).Where(w => w.Age < age).ToListAsync()).Count);
        },
        Operation.List => async _ =>
        {
            var id = Database.Prolific;
            await using var connection = new DataConnection(_options);
            Check.Count(Database.Listed, (await connection.GetTable<PlainWork>().Where(w => w.WriterId == id).OrderBy(w => w.Id).Take(Database.Listed).ToListAsync()).Count);
        },
        Operation.InsertAll => async _ =>
        {
            await using var connection = new DataConnection(_options);
            await connection.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = database is SqliteDatabase ? BulkCopyType.MultipleRows : BulkCopyType.ProviderSpecific }, _entries);
        },
        Operation.Preload => async _ =>
        {
            var last = (long)Database.Owners;
            await using var connection = new DataConnection(_options);
            var writers = await connection.GetTable<PlainWriter>().Where(w => w.Id <= last).OrderBy(w => w.Id).LoadWith(w => w.Works).ToListAsync();
            Check.Count(Database.Owners * 5, writers.Sum(static w => w.Works.Count));
        },
        _ => null,
    };

    public ValueTask DisposeAsync() => default;

    private static DataOptions OptionsFor(Database database)
    {
        var mapping = new MappingSchema();
        var builder = new FluentMappingBuilder(mapping);
        builder.Entity<PlainWriter>().HasTableName("writers").HasIdentity(w => w.Id).HasPrimaryKey(w => w.Id)
            .Property(w => w.Id).HasColumnName("id").Property(w => w.Name).HasColumnName("name").Property(w => w.Email).HasColumnName("email")
            .Property(w => w.Age).HasColumnName("age").Property(w => w.Score).HasColumnName("score")
            .Association(w => w.Works, w => w.Id, w => w.WriterId);
        builder.Entity<PlainWork>().HasTableName("works").HasIdentity(w => w.Id).HasPrimaryKey(w => w.Id)
            .Property(w => w.Id).HasColumnName("id").Property(w => w.WriterId).HasColumnName("writer_id").Property(w => w.Title).HasColumnName("title").Property(w => w.Score).HasColumnName("score");
        builder.Entity<PlainEntry>().HasTableName("entries").HasIdentity(w => w.Id).HasPrimaryKey(w => w.Id)
            .Property(w => w.Id).HasColumnName("id").Property(w => w.Name).HasColumnName("name").Property(w => w.Email).HasColumnName("email")
            .Property(w => w.Age).HasColumnName("age").Property(w => w.Score).HasColumnName("score");
        builder.Build();
        var options = new DataOptions().UseMappingSchema(mapping);
        return database is SqliteDatabase
            ? options.UseSQLite(database.ConnectionString, SQLiteProvider.Microsoft)
            : options.UsePostgreSQL(database.ConnectionString, PostgreSQLVersion.v15);
    }
}
