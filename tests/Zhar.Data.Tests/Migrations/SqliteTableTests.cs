using Zhar.Data.Migrations;

namespace Zhar.Data.Tests.Migrations;

public sealed class SqliteTableTests
{
    private const string Users = """
        CREATE TABLE "users" ("id" integer primary key autoincrement not null,
          name text default 'a, (b' check (length(name) > 0), -- a comment, with ( and '
          [odd name] text, /* , */ `back``tick` integer references teams (id),
          total decimal(10, 2) generated always as (1 + 2) stored -- no comma here
          ,
          constraint "age_positive" check ("id" > 0), UNIQUE (name, "odd name")) strict
        """;

    [Fact]
    public void Columns_are_told_from_constraints_whatever_stands_in_quotes_and_comments()
    {
        var table = SqliteTable.Parse("users", Users);

        Assert.Equal(["id", "name", "odd name", "back`tick", "total"], table.Columns);
        Assert.Equal(["id", "name", "odd name", "back`tick"], table.StoredColumns);
    }

    [Fact]
    public void Nothing_is_lost_when_nothing_is_changed()
    {
        var sql = SqliteTable.Parse("users", Users).ToSql("\"users\"");

        Assert.Equal(SqliteTable.Parse("users", sql).ToSql("\"users\""), sql);
        Assert.DoesNotContain("--", sql, StringComparison.Ordinal);
        Assert.Contains("default 'a, (b' check (length(name) > 0)", sql, StringComparison.Ordinal);
        Assert.EndsWith(") strict", sql, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_is_replaced_and_another_removed()
    {
        var table = SqliteTable.Parse("users", Users);

        table.ReplaceColumn("ODD NAME", "\"odd name\" blob");
        table.RemoveColumn("total");

        Assert.Equal(["id", "name", "odd name", "back`tick"], table.Columns);
        Assert.Contains("\"odd name\" blob", table.ToSql("t"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_constraint_goes_by_its_name()
    {
        var table = SqliteTable.Parse("users", Users);

        table.RemoveConstraint("age_positive");
        table.AddConstraint("other", "constraint \"other\" check (1 = 1)");

        Assert.DoesNotContain("age_positive", table.ToSql("t"), StringComparison.Ordinal);
        Assert.Contains("constraint \"other\" check (1 = 1)", table.ToSql("t"), StringComparison.Ordinal);
        Assert.Contains("It has: other", Assert.Throws<MigrationException>(() => table.RemoveConstraint("gone")).Message, StringComparison.Ordinal);
        Assert.Throws<MigrationException>(() => table.AddConstraint("other", ""));
    }

    [Fact]
    public void A_table_without_a_list_of_columns_is_refused() =>
        Assert.Contains("has no list of columns", Assert.Throws<MigrationException>(() => SqliteTable.Parse("t", "create table t as select 1")).Message, StringComparison.Ordinal);
}
