using Microsoft.Data.Sqlite;

namespace Zhar.Data.Tests.Repos;

public sealed class TransactionTests : IAsyncLifetime
{
    private readonly TestRepo _repo = TestRepo.InFile(out _);

    public async ValueTask InitializeAsync() => await _repo.Query("create table items (name text not null unique)");

    public ValueTask DisposeAsync() => _repo.DisposeAsync();

    [Fact]
    public async Task It_is_committed_when_the_body_returns()
    {
        var result = await _repo.Transact(async _ =>
        {
            Assert.True(_repo.InTransaction);
            await Add("a");
            return 5;
        });

        Assert.Equal(new Ok<int>(5), result);
        Assert.False(_repo.InTransaction);
        Assert.Equal(["a"], await Names());
    }

    [Fact]
    public async Task An_exception_rolls_back_and_comes_out_as_itself()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _repo.Transact(async _ =>
        {
            await Add("a");
            throw new InvalidDataException();
        }));

        Assert.Empty(await Names());
    }

    [Fact]
    public async Task An_error_rolls_back_and_is_returned()
    {
        var result = await _repo.Transact<int>(async _ =>
        {
            await Add("a");
            return new Error<int>("boom");
        });

        Assert.Equal(new Error<int>("boom"), result);
        Assert.Empty(await Names());
    }

    [Fact]
    public async Task Rollback_gives_its_reason()
    {
        var result = await _repo.Transact(async transaction =>
        {
            await Add("a");
            transaction.Rollback("insufficient");
        });

        Assert.Equal("insufficient", Assert.IsType<Error<Unit>>(result).Reason.Value);
        Assert.Empty(await Names());
    }

    [Fact]
    public async Task A_nested_rollback_poisons_the_outer_transaction()
    {
        Result<int>? inner = null;

        var outer = await _repo.Transact(async _ =>
        {
            await Add("a");
            inner = await _repo.Transact<int>(_ => Task.FromResult<Result<int>>(new Error<int>("no")));
            return 1;
        });

        Assert.Equal(new Error<int>("no"), inner);
        Assert.Equal("rollback", Assert.IsType<Error<int>>(outer).Reason.Tag);
        Assert.Empty(await Names());
    }

    [Fact]
    public async Task A_savepoint_is_rolled_back_alone()
    {
        await _repo.Transact(async _ =>
        {
            await Add("a");
            await _repo.Transact(
                async inner =>
                {
                    await Add("b");
                    inner.Rollback("no");
                },
                new() { Savepoint = true });
            await Add("c");
        });

        Assert.Equal(["a", "c"], await Names());
    }

    [Fact]
    public async Task Flows_of_one_transaction_take_turns()
    {
        await _repo.Transact(async _ => await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Add($"n{i:00}")))));

        Assert.Equal(20, (await Names()).Count);
    }

    [Fact]
    public async Task A_foreign_connection_and_its_transaction_can_be_joined()
    {
        await using var foreign = new SqliteConnection($"Data Source={_repo.Options.Database};Pooling=False");
        await foreign.OpenAsync();
        await using var transaction = (SqliteTransaction)await foreign.BeginTransactionAsync();

        using (_repo.Join(foreign, transaction))
        {
            await Add("kept");
            await _repo.Transact(async inner =>
            {
                await Add("undone");
                inner.Rollback(null);
            });
        }

        Assert.Empty(await Names());
        await transaction.CommitAsync();
        Assert.Equal(["kept"], await Names());
    }

    [Fact]
    public async Task Sixty_four_writers_take_turns()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => _repo.Transact(async _ =>
        {
            await Add($"w{i:00}");
            return await Count();
        }))));

        Assert.Equal(64, await Count());
    }

    private Task<QueryResult> Add(string name) => _repo.Query("insert into items (name) values ($1)", [name]);

    private async Task<List<string>> Names() => [.. (await _repo.Query("select name from items order by name")).Rows.Select(row => (string)row[0]!)];

    private async Task<int> Count() => (await Names()).Count;
}
