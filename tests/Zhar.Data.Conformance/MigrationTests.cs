using System.Collections.Concurrent;
using Xunit;
using Zhar.Conformance;
using Zhar.Data.Migrations;
using Zhar.Testing;

namespace Zhar.Data.Conformance;

public sealed class MigrationTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Theory, OnDatabases]
    public async Task DATA_100(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(ExtendShelves)));

        Check.Equal([1L, 2L], await migrator.Up());
        await made.Repo.Query($"insert into shelves (name, note) values ('a', 'x')");
        await Check.ThrowsAsync<DatabaseException>(() => made.Repo.Query("insert into shelves (name, note) values ('a', 'y')"));

        Check.Equal([2L], await migrator.Down());
        await Check.ThrowsAsync<DatabaseException>(() => made.Repo.Query("select note from shelves"));
        Check.Single((await made.Repo.Query("select name from shelves")).Rows);

        Check.Equal([1L], await migrator.Down());
        await Check.ThrowsAsync<DatabaseException>(() => made.Repo.Query("select name from shelves"));
    }

    [Theory, OnDatabases]
    public async Task DATA_100_what_cannot_be_reversed(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(Irreversible)));
        await migrator.Up();

        var e = await Check.ThrowsAsync<IrreversibleMigrationException>(() => migrator.Down());

        Check.Contains("down:", e.Message);
        Check.Equal(3L, e.Version);

        // The table would have been the first to go.
        Check.Empty((await made.Repo.Query("select id from second")).Rows);
        Check.True(Check.Single(await migrator.Status()).IsUp);
    }

    [Theory, OnDatabases]
    public async Task DATA_101_two_at_once(Database database)
    {
        using var logs = new LogCapture();
        await using var made = await TestDatabase.Create(database);
        var gate = Gated.Gates[made.Options.Database!] = new Gate();
        var source = MigrationSource.Of(typeof(CreateShelves), typeof(Gated));

        var first = new Migrator(made.Repo, source).Up();
        await gate.Entered.Task.WaitAsync(Patience);
        var second = new Migrator(made.NewRepo(), source, logger: logs.CreateLogger("second")).Up();
        await logs.WaitFor(entry => entry.Message.Contains("Another migrator works", StringComparison.Ordinal)).WaitAsync(Patience);
        Check.False(second.IsCompleted);
        gate.Release.SetResult();

        Check.Equal([1L, 4L], await first.WaitAsync(Patience));
        Check.Empty(await second.WaitAsync(Patience));
        Check.Equal(1, gate.Runs);
        Check.Equal(2, (await made.Repo.Query("select version from schema_migrations")).Rows.Count);
    }

    [Theory, OnDatabases]
    public async Task DATA_101_two_processes_at_once(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        await using var first = MigratorProgram.Start(made);
        Check.Equal("inside", await first.ReadLine());

        await using var second = MigratorProgram.Start(made);
        Check.Equal("waiting", await second.ReadLine());
        await first.WriteLine();

        Check.Equal("applied 1, 2", await first.ReadLine());
        Check.Equal("applied nothing", await second.ReadLine());
        Check.Equal(0, await first.End());
        Check.Equal(0, await second.End());
        Check.Single((await made.Repo.Query("select text from notes")).Rows);
        Check.Equal(2, (await made.Repo.Query("select version from schema_migrations")).Rows.Count);
    }

    [Theory, OnDatabases]
    public async Task DATA_101_a_process_that_is_killed_frees_the_lock(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        await using var first = MigratorProgram.Start(made);
        Check.Equal("inside", await first.ReadLine());
        await using var second = MigratorProgram.Start(made);
        Check.Equal("waiting", await second.ReadLine());

        first.Kill();

        // What the killed one has not committed, the other applies.
        Check.Equal("inside", await second.ReadLine());
        await second.WriteLine();
        Check.Equal("applied 2", await second.ReadLine());
        Check.Equal(0, await second.End());
        if (database != Database.MariaDB) // it commits each statement by itself, so the row of the killed one stays
            Check.Single((await made.Repo.Query("select text from notes")).Rows);
        Check.Equal(2, (await made.Repo.Query("select version from schema_migrations")).Rows.Count);
    }

    [Theory, OnDatabases]
    public async Task DATA_101_a_failure(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(Failing)));

        var e = await Check.ThrowsAsync<MigrationException>(() => migrator.Up());

        Check.Equal(5L, e.Version);
        Check.Equal([true, false], (await migrator.Status()).Select(s => s.IsUp));
        if (database == Database.MariaDB)
        {
            Check.Contains("Create.Table(\"half\")", e.Message);
        }
        else
        {
            Check.Contains("undone", e.Message);
            await Check.ThrowsAsync<DatabaseException>(() => made.Repo.Query("select id from half"));
        }
    }

    [Theory, OnDatabases]
    public async Task DATA_102(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(CreateShelves)]);

        Check.Equal([6L], await new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(ConcurrentIndex))).Up());
        await made.Repo.Query("insert into shelves (name, height) values ('a', 1)");
        await Check.ThrowsAsync<DatabaseException>(() => made.Repo.Query("insert into shelves (name, height) values ('b', 1)"));
        Check.Equal([6L], await new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(ConcurrentIndex))).Down());
        await made.Repo.Query("insert into shelves (name, height) values ('b', 1)");

        var inside = new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(ConcurrentInside)));
        var e = await Check.ThrowsAsync<MigrationException>(() => inside.Up());
        Check.Contains("Transaction = false", e.Message);
        Check.False((await inside.Status())[1].IsUp);
        await Check.ThrowsAsync<DatabaseException>(() => made.Repo.Query("select id from before_index"));
    }

    [Theory, OnDatabases]
    public async Task Before_and_after_a_version_leave_that_one_out(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(ExtendShelves), typeof(CreateBooks)));

        Check.Equal([1L, 2L], await migrator.UpBefore(7));
        Check.Equal([7L], await migrator.Up());
        Check.Equal([7L, 2L], await migrator.DownAfter(1));
        Check.Contains("99", (await Check.ThrowsAsync<MigrationException>(() => migrator.UpBefore(99))).Message);
    }

    [Theory, OnDatabases]
    public async Task A_migration_may_have_its_sql_in_a_file(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(FromFile)));
        var (up, down) = (Path.Combine(AppContext.BaseDirectory, FromFile.UpFile), Path.Combine(AppContext.BaseDirectory, FromFile.DownFile));
        Check.Contains("no_such_file.sql", (await Check.ThrowsAsync<MigrationException>(() => new Migrator(made.Repo, MigrationSource.Of(typeof(FromNoFile))).Up())).ToString());

        await File.WriteAllTextAsync(up, "create table from_file (id integer)");
        await File.WriteAllTextAsync(down, "drop table from_file");
        await migrator.Up();
        Check.Empty((await made.Repo.Query("select id from from_file")).Rows);
        await migrator.Down();
        await Check.ThrowsAsync<DatabaseException>(() => made.Repo.Query("select id from from_file"));
    }

    [Theory, OnDatabases]
    public async Task DATA_103(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(ExtendShelves), typeof(CreateBooks), typeof(CreateReaders)));

        Check.Equal([1L, 2L], await migrator.UpTo(2));
        Check.Equal([7L], await migrator.Up(1));
        Check.Equal(
            ["up    1  CreateShelves", "up    2  ExtendShelves", "up    7  CreateBooks", "down  8  CreateReaders"],
            (await migrator.Status()).Select(s => s.ToString()));
        Check.Equal([8L], await migrator.Up());

        Check.Equal([8L, 7L], await migrator.Down(2));
        await migrator.Up();
        Check.Equal([8L, 7L, 2L], await migrator.DownTo(2));
        await migrator.Up();

        var without = new Migrator(made.Repo, MigrationSource.Of(typeof(CreateShelves), typeof(ExtendShelves), typeof(CreateBooks)));
        var missing = (await without.Status())[^1];
        Check.True(missing is { Version: 8, IsMissing: true, IsUp: true });
        Check.Contains("8", (await Check.ThrowsAsync<MigrationException>(() => without.Down())).Message);
        Check.Contains("99", (await Check.ThrowsAsync<MigrationException>(() => migrator.UpTo(99))).Message);

        Check.Equal([8L, 7L, 2L, 1L], await migrator.DownAll());
        Check.True((await migrator.Status()).All(s => !s.IsUp));
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Migration(1)]
    public sealed class CreateShelves : Migration
    {
        public override void Change()
        {
            Create.Table("shelves", t =>
            {
                t.String("name").NotNull();
                t.Integer("height").Default(1);
            });
            Create.UniqueIndex("shelves", "name");
        }
    }

    [Migration(2)]
    public sealed class ExtendShelves : Migration
    {
        public override void Change()
        {
            Alter.Table("shelves", t =>
            {
                t.Add.Text("note");
                t.Remove("height", ColumnType.Integer);
            });
            Create.Index("shelves", "note");
        }
    }

    [Migration(3)]
    public sealed class Irreversible : Migration
    {
        public override void Change()
        {
            Create.Table("first", _ => { });
            Execute("insert into first (id) values (1)");
            Create.Table("second", _ => { });
        }
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Runs { get; set; }
    }

    /// <summary>Stands still until the test lets it go on.</summary>
    [Migration(4)]
    public sealed class Gated : Migration
    {
        public static ConcurrentDictionary<string, Gate> Gates { get; } = new();

        public override void Change() => Execute(
            async (connection, _) =>
            {
                var gate = Gates.Single(g => g.Key == connection.Connection.Database || g.Key == connection.Connection.DataSource).Value;
                gate.Runs++;
                gate.Entered.TrySetResult();
                await gate.Release.Task;
            },
            (_, _) => Task.CompletedTask);
    }

    [Migration(20)]
    public sealed class FromFile : Migration
    {
        public const string UpFile = "from_file_up.sql";
        public const string DownFile = "from_file_down.sql";

        public override void Change() => ExecuteFile(UpFile, DownFile);
    }

    [Migration(21)]
    public sealed class FromNoFile : Migration
    {
        public override void Change() => ExecuteFile("no_such_file.sql");
    }

    [Migration(5)]
    public sealed class Failing : Migration
    {
        public override void Change()
        {
            Create.Table("half", _ => { });
            Execute("this is no SQL", down: "");
        }
    }

    [Migration(6, Transaction = false)]
    public sealed class ConcurrentIndex : Migration
    {
        public override void Change() => Create.UniqueIndex("shelves", "height", concurrently: true);
    }

    [Migration(9)]
    public sealed class ConcurrentInside : Migration
    {
        public override void Change()
        {
            Create.Table("before_index", _ => { });
            Create.Index("shelves", "height", concurrently: true);
        }
    }

    [Migration(7)]
    public sealed class CreateBooks : Migration
    {
        public override Task Up()
        {
            Create.Table("books", t => t.References("shelf_id", "shelves", onDelete: ReferenceAction.Cascade));
            return Task.CompletedTask;
        }

        public override Task Down()
        {
            Drop.Table("books");
            return Task.CompletedTask;
        }
    }

    [Migration(8)]
    public sealed class CreateReaders : Migration
    {
        public override void Change() => Create.Table("readers", t => t.Timestamps());
    }
}
