using Zhar.Data.Postgres;
using Zhar.Data.Sqlite;
using Zhar.Data.Testing;
using Zhar.Data.Tests.Repos;

namespace Zhar.Data.Tests.Adapters;

public sealed class RecordingAdapterTests
{
    [Fact]
    public async Task What_a_repo_sends_is_recorded_in_the_other_adapters_sql()
    {
        var database = new RecordingAdapter(new PostgresAdapter());
        await using var repo = TestRepo.Open(new() { Adapter = database });

        var post = await repo.InsertOrThrow(new Post { Title = "One", UserId = 7 });
        await repo.UpdateOrThrow(post.Change().PutChange(p => p.Title, "Two"));
        await repo.DeleteOrThrow(post);

        Assert.Equal(1, post.Id);
        Assert.Equal(
            [
                "insert into \"posts\" (\"title\", \"user_id\") values ($1, $2) returning \"id\" -- 'One', 7",
                "update \"posts\" set \"title\" = $1 where \"id\" = $2 -- 'Two', 1",
                "delete from \"posts\" where \"id\" = $1 -- 1",
            ],
            database.Statements.Select(static s => s.ToString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prepared_records_come_back_from_reads_by_key_and_from_queries(bool isSqlite)
    {
        var database = new RecordingAdapter(isSqlite ? new SqliteAdapter() : new PostgresAdapter());
        await using var repo = TestRepo.Open(new() { Adapter = database });
        var ann = new User { Id = 1, Name = "Ann", Age = 41, Role = Role.Admin, Tags = ["a", "b"], Address = new Address { Street = "Main" }, InsertedAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) };
        database.Answer("users", ann);
        database.Answer("users", ann, ann with { Id = 2, Name = "Bea" });

        var read = await repo.Get<User>(1);
        var names = (await repo.All(Query.From<User>().Where(u => u.Age > 18))).Select(u => u.Name);
        var nobody = await repo.Get<User>(3);

        Assert.Equal(("Ann", 41, Role.Admin, "Main", "a,b", ann.InsertedAt), (read!.Name, read.Age, read.Role, read.Address!.Street, string.Join(',', read.Tags), read.InsertedAt));
        Assert.Equal(["Ann", "Bea"], names);
        Assert.Null(nobody);
    }

    [Fact]
    public async Task A_prepared_violation_becomes_the_error_of_a_changeset()
    {
        var database = new RecordingAdapter(new PostgresAdapter());
        await using var repo = TestRepo.Open(new() { Adapter = database });
        database.Violate("insert into \"users\"", ConstraintKind.Unique, "users_email_index");

        var result = await repo.Insert(new User { Email = "a@x" }.Change().UniqueConstraint(u => u.Email));

        Assert.Equal("has already been taken", Assert.Single(Assert.IsType<Invalid<User>>(result).Changeset.Errors).Message);
    }

    [Fact]
    public async Task A_transaction_is_recorded_with_its_end()
    {
        var database = new RecordingAdapter(new SqliteAdapter());
        await using var repo = TestRepo.Open(new() { Adapter = database });
        database.Fail("delete", new TimeoutException());

        await repo.Transact(async _ => await repo.InsertOrThrow(new Post { Title = "One" }));
        await Assert.ThrowsAsync<DatabaseException>(() => repo.Transact(async _ => await repo.DeleteAll(Query.From<Post>())));

        Assert.Equal(["begin", "insert", "commit", "begin", "DELETE", "rollback"], database.Statements.Select(static s => s.Sql.Split(' ', '\n')[0]));
    }

    [Fact]
    public async Task A_row_that_is_too_short_is_named()
    {
        var database = new RecordingAdapter(new SqliteAdapter());
        await using var repo = TestRepo.Open(new() { Adapter = database });
        database.Answer("posts", [[1L, "One"]]);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => repo.Get<Post>(1));

        Assert.Contains("a prepared row has 2", error.ToString());
    }
}
