using Zhar.Data.Migrations;

namespace Zhar.Data.Tests.Migrations;

public sealed class ReverseTests
{
    private static readonly TableName Users = new("users", null);

    [Fact]
    public void The_reverse_of_the_reverse_is_the_operation()
    {
        MigrationCommand[] commands =
        [
            new RenameTable(Users, "people"),
            new RenameColumn(Users, "a", "b"),
            new RenameIndex(Users, "a", "b"),
            new CreateIndex(new IndexDefinition(Users, "i", ["a"]) { IsUnique = true, Where = "a > 0" }),
            new CreateConstraint(Users, "c", ConstraintShape.Check, "a > 0"),
            new ExecuteSql("up", "down"),
        ];

        Assert.All(commands, command => Assert.Equal(command, command.Reverse()!.Reverse()));
    }

    [Fact]
    public void The_changes_of_a_table_are_taken_back_in_reverse_order()
    {
        var before = new ColumnDefinition("b", ColumnType.Text);
        var after = new ColumnDefinition("b", ColumnType.Integer);
        var command = new AlterTable(Users, [new AddColumn(new("a", ColumnType.Text)), new ModifyColumn(after, before), new RemoveColumn(new("c", ColumnType.Text), IsKnown: true)]);

        var reverse = Assert.IsType<AlterTable>(command.Reverse());

        Assert.Equal([new AddColumn(new("c", ColumnType.Text)), new ModifyColumn(before, after), new RemoveColumn(new("a", ColumnType.Text), IsKnown: true)], reverse.Changes);
    }

    public static TheoryData<string> Irreversible => [.. Commands.Keys];

    private static readonly Dictionary<string, (MigrationCommand Command, string Advice)> Commands = new()
    {
        ["drop table"] = (new DropTable(Users, false, false), "Override Up and Down"),
        ["modify without before"] = (new AlterTable(Users, [new ModifyColumn(new("a", ColumnType.Text), null)]), "t.ModifyFrom("),
        ["remove without type"] = (new AlterTable(Users, [new RemoveColumn(new("a", ColumnType.Text), IsKnown: false)]), "t.Remove(\"a\", ColumnType.Text)"),
        ["drop check by name"] = (new DropConstraint(Users, "c", ConstraintShape.Check, null), "Drop.Check(\"users\", \"c\", \"…\")"),
        ["execute"] = (new ExecuteSql("up", null), "down: "),
        ["function"] = (new ExecuteFunction((_, _) => Task.CompletedTask, null), "second argument"),
    };

    [Theory]
    [MemberData(nameof(Irreversible))]
    public void What_cannot_be_reversed_says_what_to_write(string name)
    {
        var (command, advice) = Commands[name];

        Assert.Null(command.Reverse());
        Assert.Contains(advice, command.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users_email_index", "email")]
    [InlineData("users_first_last_index", "first", "last")]
    public void An_index_is_named_after_its_table_and_columns(string expected, params string[] columns) =>
        Assert.Equal(expected, Names.Index("users", [.. columns.Select(IndexPart.FromString)]));

    [Fact]
    public void An_expression_leaves_its_words_in_the_name() =>
        Assert.Equal("users_lower_email_index", Names.Index("users", [IndexPart.Sql("lower(email)")]));
}
