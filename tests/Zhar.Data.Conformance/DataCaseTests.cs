using Xunit;
using Zhar.Data.Migrations;
using Zhar.Data.Testing;
using Zhar.Testing;

namespace Zhar.Data.Conformance;

/// <summary>The fixture of the tests below: a user's own would have no more in it than its name.</summary>
public sealed class LettersFixture : RepoFixture<TestRepo>
{
    protected override MigrationSource Migrations() => MigrationSource.Of(typeof(CreateLetters));

    protected override Task Seed(TestRepo repo) => repo.Query("insert into letters (name) values ('a')");

    [Migration(1)]
    public sealed class CreateLetters : Migration
    {
        public override void Change()
        {
            Create.Table("letters", t => t.String("name").NotNull());
            Create.UniqueIndex("letters", "name");
        }
    }
}

/// <summary>How users test with a database. Each of these would see the letter of the others if they shared one.</summary>
public sealed class DataCaseTests(LettersFixture database) : DataCase(database), IClassFixture<LettersFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_test_begins_with_what_the_fixture_has_made(int number)
    {
        Assert.Equal(["a"], await Letters());

        await Repo.Query($"insert into letters (name) values ('b')");

        Assert.Equal(["a", "b"], await Letters());
        Assert.InRange(number, 1, 3);
    }

    [Fact]
    public async Task A_process_that_the_test_starts_sees_what_the_test_has_written()
    {
        await using var node = TestNode.Start();
        await Repo.Query("insert into letters (name) values ('c')");

        Assert.Equal(["a", "c"], await node.Run(_ => Letters()));
    }

    private async Task<List<object?>> Letters() => [.. (await Repo.Query("select name from letters order by name")).Rows.Select(row => row[0])];
}
