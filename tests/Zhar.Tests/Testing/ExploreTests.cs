using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

public sealed class ExploreTests
{
    [Fact]
    public async Task A_lost_update_is_found()
    {
        var failure = await Assert.ThrowsAsync<SeedFailedException>(() => TestNode.Explore(seeds: 1000, LosesUpdates));

        Assert.IsAssignableFrom<Xunit.Sdk.IAssertionException>(failure.InnerException);
        Assert.Contains($"TestNode.Replay(seed: {failure.Seed}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SetBalance(1)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_failing_seed_fails_again_with_the_same_schedule()
    {
        var found = await Assert.ThrowsAsync<SeedFailedException>(() => TestNode.Explore(seeds: 1000, LosesUpdates));

        var again = await Assert.ThrowsAsync<SeedFailedException>(() => TestNode.Replay(found.Seed, LosesUpdates));

        Assert.Equal(found.Schedule.Hash, again.Schedule.Hash);
        Assert.Contains("It was run twice and took the same course", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_the_race_passes_all_seeds_in_many_schedules()
    {
        var explored = await TestNode.Explore(seeds: 200, async node =>
        {
            var account = await node.StartSupervised<Account.Ref>(Account.Child());
            await Task.WhenAll(
                node.Run(async _ => await account.Deposit(1)),
                node.Run(async _ => await account.Deposit(1)));
            Assert.Equal(2, await account.Balance());
        });

        Assert.Equal(200, explored.Seeds);
        Assert.True(explored.DistinctSchedules > 20, explored.ToString());
    }

    [Fact]
    public async Task A_hundred_replays_of_one_seed_take_the_same_course()
    {
        var hashes = new HashSet<ulong>();
        for (var i = 0; i < 100; i++)
        {
            var course = await TestNode.Replay(seed: 12, async node =>
            {
                var account = await node.StartSupervised<Account.Ref>(Account.Child());
                await Task.WhenAll(node.Run(_ => AddOne(account)), node.Run(_ => AddOne(account)));
                await node.KillAndAwaitRestart(account);
                await account.Balance();
            });
            hashes.Add(course.Hash);
        }

        Assert.Single(hashes);
    }

    [Fact]
    public async Task The_body_calls_servers_as_a_part_of_the_schedule()
    {
        var explored = await TestNode.Explore(seeds: 20, async node =>
        {
            var account = await node.StartSupervised<Account.Ref>(Account.Child(3));
            Assert.Equal(5, await account.Deposit(2));
        });

        Assert.Equal(20, explored.Seeds);
    }

    [Fact]
    public async Task A_supervision_tree_restarts_its_child_under_every_seed()
    {
        var explored = await TestNode.Explore(seeds: 100, async node =>
        {
            await node.StartSupervised(Supervisor.Child(Supervisor.OneForOne(Account.Child(5) with { Name = Account.Name }, Heart.Child())));
            var account = node.Ref<Account.Ref>();
            await account.Deposit(1);
            await node.KillAndAwaitRestart(account);
            Assert.Equal(5, await account.Balance());
        });

        Assert.True(explored.DistinctSchedules > 20, explored.ToString());
    }

    [Fact]
    public async Task A_foreign_await_of_the_body_fails_its_seed()
    {
        var failure = await Assert.ThrowsAsync<SeedFailedException>(() => TestNode.Explore(seeds: 1, async _ =>
        {
            // Long enough not to have ended before it is awaited: then nobody would have waited for it.
            await Task.Run(() => Thread.Sleep(50));
        }));

        Assert.IsType<ForeignAwaitException>(failure.InnerException);
    }

    [Fact]
    public async Task A_failure_that_does_not_come_back_is_called_out()
    {
        var runs = 0;

        var failure = await Assert.ThrowsAsync<SeedFailedException>(() => TestNode.Explore(seeds: 1, _ =>
            runs++ == 0 ? throw new InvalidOperationException("only once") : Task.CompletedTask));

        Assert.Contains("A second run of it passed", failure.Message, StringComparison.Ordinal);
    }

    private static async Task LosesUpdates(TestNode node)
    {
        var account = await node.StartSupervised<Account.Ref>(Account.Child());
        await Task.WhenAll(node.Run(_ => AddOne(account)), node.Run(_ => AddOne(account)));
        Assert.Equal(2, await account.Balance());
    }

    private static async Task AddOne(Account.Ref account)
    {
        var balance = await account.Balance();
        await account.SetBalance(balance + 1);
    }
}
