using Xunit;
using Zhar.Conformance;
using Zhar.Data.Migrations;

namespace Zhar.Data.Conformance;

/// <summary>What the operations of migrations do to real databases.</summary>
public sealed class DdlTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Theory, OnDatabases]
    public async Task Each_type_of_column_can_be_created_and_filled(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(EveryType)]);
        var json = database == Database.PostgreSQL ? "'{1,2}'" : "'[1,2]'";
        var id = Guid.NewGuid();
        var interval = database == Database.PostgreSQL ? "'1 hour'" : "3600000000";

        await made.Repo.Query($$"""
            insert into every_type (boolean_column, small_column, integer_column, big_column, single_column, double_column, decimal_column, free_column, string_column, text_column,
              uuid_column, date_column, time_column, naive_column, utc_column, interval_column, json_column, array_column)
            values ({{(database == Database.SQLite ? "1" : "true")}}, 1, 2, 3, 1.5, 2.5, 12.34, 1.5, 'a', 'b', '{{id}}', '2026-01-05', '10:15:00', '2026-01-05 10:15:00.123456', '2026-01-05 10:15:00.123456',
              {{interval}}, '{"a": 1}', {{json}})
            """);

        var row = Check.Single((await made.Repo.Query("select id, string_column, text_column from every_type")).Rows);
        Check.Equal([1L, "a", "b"], row.Select(v => v is int or long ? Convert.ToInt64(v, null) : v));
    }

    [Theory, OnDatabases]
    public async Task Defaults_are_what_was_written(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(Defaults)]);

        await made.Repo.Query("insert into defaults (other) values (1)");

        var row = Check.Single((await made.Repo.Query("select quote, number, flag, computed, doubled from defaults")).Rows);
        Check.Equal(@"it's a \ and a "" and a 'quote'", row[0]);
        Check.Equal("2.5", Convert.ToString(row[1], System.Globalization.CultureInfo.InvariantCulture)![..3]);
        Check.True(Convert.ToBoolean(row[2], null));
        Check.Equal(3L, Convert.ToInt64(row[3], null));
        Check.Equal(2L, Convert.ToInt64(row[4], null));
    }

    [Theory, OnDatabases]
    public async Task Columns_change_and_the_rows_stay(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(Library)]);
        await made.Repo.Query("insert into shelves (name, height, note) values ('a', '7', 'n')");
        await made.Repo.Query("insert into books (shelf_id, title) values (1, 't')");
        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(Library), typeof(ChangeLibrary)));

        await migrator.Up();

        var row = Check.Single((await made.Repo.Query("select label, height, extra from racks")).Rows);
        Check.Equal("a", row[0]);
        Check.Equal(7L, Convert.ToInt64(row[1], null));
        Check.Equal("none", row[2]);
        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("select note from racks"));
        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into racks (label, height) values ('b', null)"));

        // The books are still there, and still belong to the shelf: one without is refused, and they go with it.
        Check.Single((await made.Repo.Query("select title from books")).Rows);
        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into books (shelf_id, title) values (99, 'u')"));

        // The unique index is there too.
        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into racks (label, height) values ('a', 1)"));

        await migrator.Down();

        Check.Equal(["a", "7"], Check.Single((await made.Repo.Query("select name, height from shelves")).Rows));
        await made.Repo.Query("delete from shelves");
        Check.Empty((await made.Repo.Query("select title from books")).Rows);
    }

    [Theory, OnDatabases]
    public async Task Checks_and_foreign_keys_of_several_columns_hold_and_can_be_dropped(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(Constraints)]);
        await made.Repo.Query("insert into parents (a, b) values (1, 1)");
        await made.Repo.Query("insert into children (a, b, age) values (1, 1, 5)");

        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into children (a, b, age) values (1, 1, -5)"));
        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into children (a, b, age) values (1, 2, 5)"));

        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(Constraints), typeof(NoConstraints)));
        await migrator.Up();
        await made.Repo.Query("insert into children (a, b, age) values (9, 9, -5)");

        // Their way back is closed while such a row is there, and nothing is half done after that.
        var e = await Check.ThrowsAsync<MigrationException>(() => migrator.Down());
        Check.Contains("NoConstraints", e.Message);
        if (database != Database.MariaDB)
            await made.Repo.Query("insert into children (a, b, age) values (9, 9, -6)");
    }

    [Theory, OnDatabases("partial indexes", Database.MariaDB)]
    public async Task A_partial_index_is_about_some_rows_alone(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(Library), typeof(PartialIndex)]);

        await made.Repo.Query("insert into shelves (name, height, note) values ('a', '1', 'x'), ('b', '2', 'x')");

        await made.Repo.Query("insert into shelves (name, height, note) values ('c', '3', 'y')");
        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into shelves (name, height, note) values ('d', '3', 'y')"));
    }

    [Theory, OnDatabases("indexes over expressions", Database.MariaDB)]
    public async Task An_index_may_be_over_an_expression(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(Library), typeof(ExpressionIndex)]);

        await made.Repo.Query("insert into shelves (name, height) values ('A', '1')");

        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into shelves (name, height) values ('a', '1')"));
    }

    [Theory, OnDatabases("exclusion constraints", Database.SQLite, Database.MariaDB)]
    public async Task An_exclusion_keeps_rooms_from_being_booked_twice(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(Bookings)]);

        await made.Repo.Query("insert into bookings (during) values ('[1,5)')");

        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("insert into bookings (during) values ('[4,8)')"));
    }

    [Theory]
    [InlineData(Database.SQLite, typeof(Exclusion), "SQLite lacks exclusion constraints")]
    [InlineData(Database.SQLite, typeof(Included), "SQLite lacks indexes with included columns")]
    [InlineData(Database.MariaDB, typeof(Exclusion), "MariaDB lacks exclusion constraints")]
    [InlineData(Database.MariaDB, typeof(PartialIndex), "MariaDB lacks partial indexes")]
    [InlineData(Database.MariaDB, typeof(ExpressionIndex), "MariaDB lacks indexes over expressions")]
    public async Task What_a_database_lacks_is_refused_with_advice(Database database, Type migration, string message)
    {
        Assert.SkipWhen(Databases.ReasonToSkip(database) is not null, Databases.ReasonToSkip(database) ?? "");
        await using var made = await TestDatabase.Create(database, [typeof(Library)]);

        var e = await Check.ThrowsAsync<MigrationException>(() => new Migrator(made.Repo, MigrationSource.Of(typeof(Library), migration)).Up());

        Check.Contains(message, e.Message);
    }

    [Theory, OnDatabases("schemas for a prefix", Database.SQLite)]
    public async Task Each_tenant_has_the_migrations_in_a_schema_of_its_own(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        string[] tenants = [$"t1_{Guid.NewGuid():N}"[..20], $"t2_{Guid.NewGuid():N}"[..20]];
        foreach (var tenant in tenants)
            await made.Repo.Query($"create schema {tenant}");
        try
        {
            foreach (var tenant in tenants)
            {
                var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(Library)), new MigratorOptions { Prefix = tenant });
                Check.Equal([1L], await migrator.Up());
                Check.Empty(await migrator.Up());
            }

            await made.Repo.Query($"insert into {tenants[0]}.shelves (name, height) values ('a', '1')");
            Check.Empty((await made.Repo.Query($"select name from {tenants[1]}.shelves")).Rows);
            await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("select name from shelves"));
        }
        finally
        {
            foreach (var tenant in tenants)
                await made.Repo.Query($"drop schema {tenant}{(database == Database.PostgreSQL ? " cascade" : "")}");
        }
    }

    [Theory, OnDatabases]
    public async Task Code_runs_between_operations_and_after_a_flush(Database database)
    {
        await using var made = await TestDatabase.Create(database, [typeof(Library)]);
        await made.Repo.Query("insert into shelves (name, height) values ('Ann', '1'), ('Bob', '2')");

        var migrator = new Migrator(made.Repo, MigrationSource.Of(typeof(Library), typeof(MoveData)));
        await migrator.Up();

        Check.Equal(["ANN", "BOB"], (await made.Repo.Query("select shout from shelves order by id")).Rows.Select(r => r[0]));
        await migrator.Down();
        await Check.ThrowsAnyAsync<Exception>(() => made.Repo.Query("select shout from shelves"));
    }

    [Fact]
    public async Task A_reference_that_a_new_table_would_break_fails_the_migration_on_SQLite()
    {
        await using var made = await TestDatabase.Create(Database.SQLite, [typeof(Library)]);
        await made.Repo.Query("pragma foreign_keys = off");
        await made.Repo.Query("insert into books (shelf_id, title) values (77, 'lost')");

        var e = await Check.ThrowsAsync<MigrationException>(() => new Migrator(made.Repo, MigrationSource.Of(typeof(Library), typeof(ChangeLibrary))).Up());

        Check.Contains("a row of 'books' refers to a row of", e.Message);
        Check.Empty((await made.Repo.Query("select label from racks union select 'x' where 1 = 0").ContinueWith(t => t.IsFaulted ? [] : t.Result.Rows)));
    }

    [Theory, OnDatabases]
    public async Task Storage_is_created_and_dropped_once(Database database)
    {
        await using var made = await TestDatabase.Create(database);

        Check.True(await Storage.Exists(made.Repo));
        Check.False(await Storage.Create(made.Repo));
        Check.True(await Storage.Drop(made.Repo));
        Check.False(await Storage.Exists(made.Repo));
        Check.False(await Storage.Drop(made.Repo));
        Check.True(await Storage.Create(made.Repo));
    }

    [Migration(1)]
    public sealed class EveryType : Migration
    {
        public override void Change() => Create.Table(
            "every_type",
            t =>
            {
                t.Id();
                t.Boolean("boolean_column");
                t.SmallInteger("small_column");
                t.Integer("integer_column");
                t.BigInteger("big_column");
                t.Single("single_column");
                t.Double("double_column");
                t.Decimal("decimal_column", 10, 2);
                t.Decimal("free_column");
                t.String("string_column", 40);
                t.Text("text_column").Comment("It's a note.");
                t.Binary("binary_column");
                t.Uuid("uuid_column");
                t.Date("date_column");
                t.Time("time_column");
                t.DateTime("naive_column");
                t.DateTimeUtc("utc_column");
                t.Interval("interval_column");
                t.Json("json_column");
                t.Array("array_column", ColumnType.Integer);
                t.Column("native_column", "char(3)");
            },
            comment: "All of them.");
    }

    [Migration(1)]
    public sealed class Defaults : Migration
    {
        public override void Change() => Create.Table("defaults", t =>
        {
            t.Integer("other");
            t.Text("quote").Default(@"it's a \ and a "" and a 'quote'").NotNull();
            t.Double("number").Default(2.5);
            t.Boolean("flag").Default(true).NotNull();
            t.Integer("computed").DefaultSql("1 + 2");
            t.Integer("doubled").Generated("other * 2");
        });
    }

    [Migration(1)]
    public sealed class Library : Migration
    {
        public override void Change()
        {
            Create.Table("shelves", t =>
            {
                t.String("name").NotNull();
                t.Text("height");
                t.Text("note");
            });
            Create.UniqueIndex("shelves", "name");
            Create.Table("books", t =>
            {
                t.References("shelf_id", "shelves", onDelete: ReferenceAction.Cascade);
                t.Text("title");
            });
        }
    }

    [Migration(2)]
    public sealed class ChangeLibrary : Migration
    {
        public override void Change()
        {
            Alter.Table("shelves", t =>
            {
                t.ModifyFrom(c => c.Text("height")).Integer("height").NotNull();
                t.Remove("note", ColumnType.Text);
                t.Add.String("extra").Default("none");
            });
            Rename.Column("shelves", "name", "label");
            Rename.Table("shelves", "racks");
        }
    }

    [Migration(1)]
    public sealed class Constraints : Migration
    {
        public override void Change()
        {
            Create.Table("parents", t =>
            {
                t.Integer("a").PrimaryKey();
                t.Integer("b").PrimaryKey();
            });
            Create.Table("children", t =>
            {
                t.Integer("a");
                t.Integer("b");
                t.Integer("age");
            });
            Create.ForeignKey("children", ["a", "b"], "parents", ["a", "b"], onDelete: ReferenceAction.Cascade);
            Create.Check("children", "age_positive", "age > 0");
        }
    }

    [Migration(2)]
    public sealed class NoConstraints : Migration
    {
        public override Task Up()
        {
            Drop.ForeignKey("children", "children_a_b_fkey");
            Drop.Check("children", "age_positive");
            return Task.CompletedTask;
        }

        public override Task Down()
        {
            Create.Check("children", "age_positive", "age > 0");
            Create.ForeignKey("children", ["a", "b"], "parents", ["a", "b"]);
            return Task.CompletedTask;
        }
    }

    [Migration(2)]
    public sealed class PartialIndex : Migration
    {
        public override void Change() => Create.UniqueIndex("shelves", "note", where: "note = 'y'");
    }

    [Migration(2)]
    public sealed class ExpressionIndex : Migration
    {
        public override void Change() => Create.UniqueIndex("shelves", [Sql("lower(name)")]);
    }

    [Migration(2)]
    public sealed class Included : Migration
    {
        public override void Change() => Create.Index("shelves", ["name"], include: ["note"]);
    }

    [Migration(2)]
    public sealed class Bookings : Migration
    {
        public override void Change()
        {
            Create.Table("bookings", t => t.Column("during", "int4range"));
            Create.Exclusion("bookings", "bookings_during_exclusion", "gist (during with &&)");
        }
    }

    [Migration(2)]
    public sealed class Exclusion : Migration
    {
        public override void Change() => Create.Exclusion("shelves", "shelves_name_exclusion", "gist (name with =)");
    }

    [Migration(2)]
    public sealed class MoveData : Migration
    {
        public override async Task Up()
        {
            Alter.Table("shelves", t => t.Add.Text("shout"));
            await Flush();
            foreach (var name in await Connection.Query("select name from shelves order by id", row => row.GetString(0)))
                await Connection.Execute("update shelves set shout = @p0 where name = @p1", name.ToUpperInvariant(), name);
        }

        public override Task Down()
        {
            Alter.Table("shelves", t => t.Remove("shout"));
            return Task.CompletedTask;
        }
    }
}
