using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhar.Conformance;
using Zhar.Data.Migrations;
using Zhar.Testing;

namespace Zhar.Data.Conformance;

/// <summary>The migrator beside its cases: at boot, with seeds, and with what is wrong.</summary>
public sealed class MigratorTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Fact]
    public async Task In_a_tree_the_migrator_has_done_its_work_before_the_next_child_starts_and_is_gone_then()
    {
        await using var made = await TestDatabase.Create(Database.SQLite);
        await using var services = Services(made);
        await using var node = TestNode.Start(configure: options => options.Services = services);

        var looked = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

        var tree = await node.StartSupervised(Supervisor.Child(Supervisor.OneForOne(
            Migrator.Child<TestRepo>(MigrationSource.Of(typeof(CreateUsers))),
            ChildSpec.Of("witness", Look, made.Repo, looked)), "tree"));

        Check.Equal(0, await looked.Task);
        Check.Empty(await node.Run(_ => Supervisor.WhichChildren(tree).AsTask()).ContinueWith(t => t.Result.Where(c => !c.Pid.IsNone)));

        static async ValueTask<StartResult> Look(ServerName name, IReadOnlyList<object?> arguments)
        {
            var rows = (await ((TestRepo)arguments[0]!).Query("select id from users")).Rows;
            ((TaskCompletionSource<int>)arguments[1]!).SetResult(rows.Count);
            return new Ignored();
        }
    }

    [Fact]
    public async Task A_failing_migration_fails_the_start()
    {
        await using var made = await TestDatabase.Create(Database.SQLite);
        await using var services = Services(made);
        await using var node = TestNode.Start(configure: options => options.Services = services);

        var e = await Check.ThrowsAnyAsync<Exception>(() => node.StartSupervised(Migrator.Child<TestRepo>(MigrationSource.Of(typeof(Broken)))));

        Check.Contains("Broken", e.ToString());
    }

    [Fact]
    public async Task A_database_in_memory_is_migrated_through_the_pool()
    {
        await using var repo = TestRepo.Open(new RepoOptions { Scheme = "sqlite", Database = ":memory:" });

        Check.Equal([1L], await new Migrator(repo, MigrationSource.Of(typeof(CreateUsers))).Up());

        Check.Empty((await repo.Query("select id from users")).Rows);
    }

    [Fact]
    public async Task An_older_migration_is_applied_late_unless_the_order_is_strict()
    {
        await using var made = await TestDatabase.Create(Database.SQLite, [typeof(CreateLater)]);
        var source = MigrationSource.Of(typeof(CreateUsers), typeof(CreateLater));

        var e = await Check.ThrowsAsync<MigrationException>(() => new Migrator(made.Repo, source, new MigratorOptions { StrictVersionOrder = true }).Up());
        Check.Contains("1 CreateUsers is older than 9", e.Message);

        Check.Equal([1L], await new Migrator(made.Repo, source).Up());
    }

    [Fact]
    public async Task Seeds_run_in_their_order_with_their_services()
    {
        await using var made = await TestDatabase.Create(Database.SQLite, [typeof(CreateUsers)]);
        await using var services = Services(made);

        Check.Equal(["FirstUser", "SecondUser"], await Seeds.Run(services, typeof(FirstUser).Assembly));

        Check.Equal(["first", "second"], (await made.Repo.Query("select name from users order by id")).Rows.Select(r => r[0]));
    }

    [Fact]
    public async Task Flush_has_no_place_in_change()
    {
        await using var made = await TestDatabase.Create(Database.SQLite);

        var e = await Check.ThrowsAsync<MigrationException>(() => new Migrator(made.Repo, MigrationSource.Of(typeof(FlushInChange))).Up());

        Check.Contains("Flush works in Up and Down alone", e.Message);
    }

    [Theory]
    [InlineData(typeof(NoVersion), "has no version. Write [Migration(")]
    [InlineData(typeof(Both), "overrides Change and Up or Down")]
    [InlineData(typeof(Nothing), "does nothing. Override Change")]
    [InlineData(typeof(string), "has no version")]
    [InlineData(typeof(NoMigration), "must derive Migration")]
    public void A_class_that_the_migrator_cannot_use_is_refused(Type type, string message) =>
        Check.Contains(message, Check.Throws<MigrationException>(() => MigrationSource.Of(type)).Message);

    [Fact]
    public void Two_migrations_never_share_a_version() =>
        Check.Contains("same version 1", Check.Throws<MigrationException>(() => MigrationSource.Of(typeof(CreateUsers), typeof(Broken))).Message);

    [Theory]
    [InlineData(typeof(LongName), "has 70 bytes; databases keep at most 63")]
    [InlineData(typeof(TwoColumns), "two columns called 'a'")]
    [InlineData(typeof(WrongDefault), "The default of 't.a' is a Object")]
    [InlineData(typeof(IdWithoutKey), "a column 'id' that is not its primary key")]
    [InlineData(typeof(NoChange), "changes nothing")]
    [InlineData(typeof(NoSuchTable), "There is no table 'nowhere' to change")]
    [InlineData(typeof(NoSuchColumn), "has no column 'nobody'. It has: id, a")]
    [InlineData(typeof(NoSuchCheck), "has no constraint 'nothing'")]
    public async Task What_is_wrong_in_a_migration_is_named(Type migration, string message)
    {
        await using var made = await TestDatabase.Create(Database.SQLite);

        var e = await Check.ThrowsAnyAsync<MigrationException>(() => new Migrator(made.Repo, MigrationSource.Of(migration)).Up());

        Check.Contains(message, e.Message);
        Check.Contains("undone", e.Message);
    }

    [Fact]
    public void A_migration_without_a_migrator_says_so() =>
        Check.Contains("Run it with a Migrator", Check.Throws<InvalidOperationException>(new CreateUsers().Change).Message);

    private static ServiceProvider Services(TestDatabase made) => new ServiceCollection().AddSingleton(made.Repo).BuildServiceProvider();

    public sealed class FirstUser(TestRepo repo) : Seed
    {
        public override int Order => -1;

        public override Task Run(CancellationToken cancellationToken) => repo.Query("insert into users (name) values ('first')", cancellationToken: cancellationToken);
    }

    public sealed class SecondUser(TestRepo repo) : Seed
    {
        public override Task Run(CancellationToken cancellationToken) => repo.Query("insert into users (name) values ('second')", cancellationToken: cancellationToken);
    }

    [Migration(1)]
    public sealed class CreateUsers : Migration
    {
        public override void Change() => Create.Table("users", t => t.Text("name"));
    }

    [Migration(9)]
    public sealed class CreateLater : Migration
    {
        public override void Change() => Create.Table("later", _ => { });
    }

    [Migration(1)]
    public sealed class Broken : Migration
    {
        public override void Change() => Execute("this is no SQL");
    }

    [Migration(1)]
    public sealed class FlushInChange : Migration
    {
        public override void Change() => Flush().GetAwaiter().GetResult();
    }

    public sealed class NoVersion : Migration
    {
        public override void Change() => Create.Table("t", _ => { });
    }

    [Migration(1)]
    public sealed class NoMigration;

    [Migration(1)]
    public sealed class Nothing : Migration;

    [Migration(1)]
    public sealed class Both : Migration
    {
        public override void Change() => Create.Table("t", _ => { });

        public override Task Up() => Task.CompletedTask;
    }

    [Migration(1)]
    public sealed class LongName : Migration
    {
        public override void Change() => Create.Index("t", new string('a', 62), name: new string('b', 70));
    }

    [Migration(1)]
    public sealed class TwoColumns : Migration
    {
        public override void Change() => Create.Table("t", t =>
        {
            t.Text("a");
            t.Integer("a");
        });
    }

    [Migration(1)]
    public sealed class WrongDefault : Migration
    {
        public override void Change() => Create.Table("t", t => t.Text("a").Default(new object()));
    }

    [Migration(1)]
    public sealed class IdWithoutKey : Migration
    {
        public override void Change() => Create.Table("t", t => t.Text("id"));
    }

    [Migration(1)]
    public sealed class NoChange : Migration
    {
        public override void Change() => Alter.Table("t", _ => { });
    }

    [Migration(1)]
    public sealed class NoSuchTable : Migration
    {
        public override void Change() => Alter.Table("nowhere", t => t.Modify.Text("a"));
    }

    [Migration(1)]
    public sealed class NoSuchColumn : Migration
    {
        public override void Change()
        {
            Create.Table("t", t => t.Text("a"));
            Alter.Table("t", t => t.Modify.Text("nobody"));
        }
    }

    [Migration(1)]
    public sealed class NoSuchCheck : Migration
    {
        public override void Change()
        {
            Create.Table("t", t => t.Text("a"));
            Drop.Check("t", "nothing");
        }
    }
}
