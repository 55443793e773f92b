namespace Zhar.Data.Tests.Repos;

/// <summary>A transaction whose caller gives up is rolled back, and its connection is good for the next.</summary>
public sealed class CancelledTransactionTests
{
    [Fact]
    public async Task One_that_is_cancelled_at_its_end_is_rolled_back()
    {
        await using var repo = TestRepo.InFile(out _, static o => o.PoolSize = 1);
        await repo.Query("create table t (n int)");
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => repo.Transact(
            async _ =>
            {
                await repo.Query("insert into t (n) values (1)");
                await cancel.CancelAsync();
            },
            cancellationToken: cancel.Token));

        Assert.Empty((await repo.Query("select n from t")).Rows);
        Assert.True((await repo.Transact(async _ => await repo.Query("insert into t (n) values (2)"))).IsOk);
        Assert.Equal(2L, Assert.Single((await repo.Query("select n from t")).Rows)[0]);
    }

    [Fact]
    public async Task A_row_of_another_type_names_the_column()
    {
        await using var repo = TestRepo.InFile(out _);
        await repo.Query("create table posts (id integer primary key, title text, user_id int)");
        await repo.Query("insert into posts (id, title, user_id) values (1, 'x', 99999999999)");

        var byKey = await Assert.ThrowsAsync<SchemaException>(() => repo.Get<Post>(1));
        var byQuery = await Assert.ThrowsAsync<SchemaException>(() => repo.All(Query.From<Post>()));

        Assert.Contains("'user_id' of 'posts'", byKey.Message);
        Assert.Contains("Post.UserId", byQuery.Message);
        Assert.Single((await repo.Query("select 1")).Rows);
    }

    [Fact]
    public async Task A_table_without_a_column_is_the_databases_own_error()
    {
        await using var repo = TestRepo.InFile(out _);
        await repo.Query("create table posts (id integer primary key)");

        var error = await Assert.ThrowsAsync<DatabaseException>(() => repo.Get<Post>(1));

        Assert.Contains("title", error.Message);
    }
}
