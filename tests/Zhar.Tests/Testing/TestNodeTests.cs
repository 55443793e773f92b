using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

public sealed class TestNodeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_supervised_child_comes_back_with_its_first_state(bool deterministic)
    {
        await using var node = deterministic ? TestNode.Deterministic(seed: 1) : TestNode.Start();
        var account = await node.StartSupervised<Account.Ref>(Account.Child(5));
        await node.Run(async _ => await account.Deposit(1));

        await node.KillAndAwaitRestart(account);

        Assert.Equal(5, await node.Run(async _ => await account.Balance()));
    }

    [Fact]
    public async Task A_body_that_waits_for_ever_fails_its_test_and_says_what_it_waits_for()
    {
        await using var node = TestNode.Start();
        node.TimeLimit = TimeSpan.FromMilliseconds(100);

        var failure = await Assert.ThrowsAsync<ExpectationException>(() => node.Run(async self =>
        {
            Process.Register("patient");
            Process.Send(self.Pid, "not this");
            await self.Receive<Down>();
        }));

        Assert.Contains("TestNode.TimeLimit", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'patient'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("waits in Receive; none of the 1 messages in its mailbox matches", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_of_the_body_itself_is_passed_on()
    {
        await using var node = TestNode.Start();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => node.Run(_ => Task.FromException(new TimeoutException("mine"))));

        Assert.IsNotType<ExpectationException>(failure);
    }

    [Fact]
    public async Task A_restart_of_a_pid_gives_the_new_pid()
    {
        await using var node = TestNode.Start();
        var first = await node.StartSupervised(Account.Child());

        var second = await node.KillAndAwaitRestart(first);

        Assert.NotEqual(first, second);
        Assert.True(Process.IsAlive(second));
    }

    [Fact]
    public async Task A_named_child_is_reached_by_its_types_client()
    {
        await using var node = TestNode.Start();
        await node.StartSupervised(Account.Child(3) with { Name = Account.Name });

        Assert.Equal(3, await node.Ref<Account.Ref>().Balance());
    }

    [Fact]
    public async Task A_temporary_child_is_not_awaited_for_ever()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var account = await node.StartSupervised<Account.Ref>(Account.Child() with { Restart = Restart.Temporary });

        var failure = await Assert.ThrowsAsync<ExpectationException>(() => node.KillAndAwaitRestart(account));

        Assert.Contains("nobody started it again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_throws()
    {
        await using var node = TestNode.Start();
        await node.StartSupervised(Account.Child() with { Name = "taken" });

        var failure = await Assert.ThrowsAsync<StartException>(() => node.StartSupervised(Account.Child() with { Name = "taken" }));

        Assert.Equal("already_started", failure.Reason.Tag);
    }

    [Fact]
    public async Task Supervised_children_are_stopped_last_first()
    {
        var stopped = new List<string>();
        await using (var node = TestNode.Deterministic(seed: 1))
        {
            await node.StartSupervised(new ChildSpec("first", new Ending(stopped, "first")));
            await node.StartSupervised(new ChildSpec("second", new Ending(stopped, "second")));
            await node.Settle();
        }

        Assert.Equal(["second", "first"], stopped);
    }

    [Fact]
    public async Task Eventually_sees_the_condition_come_true()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var account = await node.StartSupervised<Account.Ref>(Account.Child());
        node.Node.Spawn(async _ =>
        {
            await Process.Delay(TimeSpan.FromSeconds(3));
            await account.Deposit(4);
        });

        var balance = await node.Eventually(() => account.Balance(), b => b > 0);

        Assert.Equal(4, balance);
    }

    [Fact]
    public async Task Eventually_asks_a_server_again_that_is_being_restarted()
    {
        await using var node = TestNode.Start();
        var account = await node.StartSupervised<Account.Ref>(Account.Child(5));
        await account.TryFail();

        Assert.Equal(5, await node.Eventually(() => account.Balance()));
    }

    [Fact]
    public async Task Eventually_gives_up_with_the_last_answer()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var account = await node.StartSupervised<Account.Ref>(Account.Child(5));

        var failure = await Assert.ThrowsAsync<ExpectationException>(() => node.Eventually(() => account.Balance(), b => b > 5));

        Assert.Contains("account.Balance()", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Last: 5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_left_behind_fails_the_check()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        await node.StartSupervised(Account.Child());
        node.StartProbe();
        await node.AssertNoProcessLeft();
        node.Node.Spawn(async self =>
        {
            Process.SetLabel("forgotten");
            await self.Receive();
        });

        var failure = await Assert.ThrowsAsync<ExpectationException>(node.AssertNoProcessLeft);

        Assert.Contains("'forgotten'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_checks_for_leaks_fails_at_its_end_and_still_ends()
    {
        var node = TestNode.Start();
        node.ChecksForLeaks = true;
        node.Node.Spawn(async self => await self.Receive());

        await Assert.ThrowsAsync<ExpectationException>(async () => await node.DisposeAsync());

        Assert.Equal(0, node.Node.ProcessCount);
    }

    [Fact]
    public async Task Advance_fires_each_timer_at_its_moment()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var heart = await node.StartSupervised<Heart.Ref>(Heart.Child());

        await node.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(10, await node.Run(async _ => await heart.Beats()));
    }

    private sealed class Ending(List<string> stopped, string name) : ChildStart
    {
        public override string Module => name;

        public override ValueTask<StartResult> StartLink(ServerName _) => new(new Started(Process.SpawnLink(async self =>
        {
            Process.TrapExit = true;
            await self.Receive<Exit>();
            stopped.Add(name);
        })));
    }
}
