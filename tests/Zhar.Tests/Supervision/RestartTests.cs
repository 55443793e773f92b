using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Supervision;

public sealed class RestartTests
{
    private static readonly ExitReason Boom = ExitReason.Of("boom");

    [Fact]
    public async Task With_a_backoff_the_first_restart_is_immediate_and_each_next_one_waits_longer()
    {
        await using var node = TestNode.Start(virtualTime: true);

        var (waits, counts) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var backoff = new Backoff(TimeSpan.FromSeconds(1)) { Longest = TimeSpan.FromSeconds(3) };
            var top = await Supervisor.StartLink(Supervisor.OneForOne(self.Worker("a") with { Backoff = backoff }) with { MaxRestarts = 10 });
            await self.Texts(1);
            var waits = new List<int>();
            for (var i = 0; i < 5; i++)
            {
                await self.End(await Support.PidOf(top, "a"), Boom);
                await self.Receive<string>();
                var seconds = 0;
                while ((await Supervisor.FindChild(top, "a"))!.State == ChildState.Restarting)
                {
                    Assert.True(seconds < 10, "The child is not restarted.");
                    node.Clock.Advance(TimeSpan.FromSeconds(1));
                    seconds++;
                }

                await self.Receive<string>();
                waits.Add(seconds);
            }

            // A long life lets the waits start over.
            node.Clock.Advance(TimeSpan.FromSeconds(4));
            await self.End(await Support.PidOf(top, "a"), Boom);
            var counts = await Supervisor.CountChildren(top);
            await Supervisor.Stop(top);
            return (waits, counts);
        });

        Assert.Equal([0, 1, 2, 3, 3], waits);
        Assert.Equal(1, counts.Active);
    }

    [Fact]
    public async Task A_dynamic_child_with_a_backoff_waits_too()
    {
        await using var node = TestNode.Start(virtualTime: true);

        var (waiting, active) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await DynamicSupervisor.StartLink();
            var child = await DynamicSupervisor.StartChild(top, self.Worker("a") with { Backoff = new Backoff(TimeSpan.FromSeconds(1)) });
            await self.End(child.OrThrow(), Boom);
            await self.End(Assert.Single(await DynamicSupervisor.WhichChildren(top)).Pid, Boom);
            var waiting = Assert.Single(await DynamicSupervisor.WhichChildren(top)).State;
            node.Clock.Advance(TimeSpan.FromSeconds(1));
            var active = (await DynamicSupervisor.CountChildren(top)).Active;
            await Supervisor.Stop(top);
            return (waiting, active);
        });

        Assert.Equal(ChildState.Restarting, waiting);
        Assert.Equal(1, active);
    }

    [Fact]
    public async Task A_group_restart_that_fails_leaves_the_started_ones_up_and_begins_again_with_the_one_that_failed()
    {
        await using var node = TestNode.Start();

        var texts = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.RestForOne(self.Worker("a"), self.Worker("b", fails: new(2)), self.Worker("c")));
            await self.Texts(3);
            await self.End(await Support.PidOf(top, "a"), Boom);
            var texts = await self.Texts(7);
            await Supervisor.Stop(top);
            return texts;
        });

        Assert.Equal(["stop a boom", "stop c shutdown", "stop b shutdown", "start a", "fail b", "start b", "start c"], texts);
    }

    [Fact]
    public async Task A_child_that_fails_to_restart_can_be_terminated_in_between()
    {
        await using var node = TestNode.Start();

        var (result, child, alive) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.OneForOne(self.Worker("a", fails: new([.. Enumerable.Range(2, 10_000)]))) with { MaxRestarts = 1_000_000 });
            await self.Texts(1);
            await self.End(await Support.PidOf(top, "a"), Boom);
            await self.Texts(2);
            var result = await Supervisor.TerminateChild(top, "a");
            var child = await Supervisor.FindChild(top, "a");
            var alive = Process.IsAlive(top);
            await Supervisor.Stop(top);
            return (result, child, alive);
        });

        Assert.Equal(ChildResult.Ok, result);
        Assert.Equal(ChildState.Undefined, child?.State);
        Assert.True(alive);
    }

    [Fact]
    public async Task Nested_budgets_multiply()
    {
        await using var node = TestNode.Start();

        var starts = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var inner = Supervisor.OneForOne(self.Worker("a") with { Name = "worker" }) with { MaxRestarts = 1 };
            var top = await Supervisor.StartLink(Supervisor.OneForOne(inner) with { MaxRestarts = 1 });
            var starts = 0;
            while (Process.IsAlive(top))
            {
                // Only the top's end can come instead of another start.
                if (await self.Receive<object>(m => m is "start a" or Exit) is Exit)
                    break;
                starts++;
                await self.End(Process.WhereIs("worker"), Boom);
            }

            return starts;
        });

        Assert.Equal(4, starts);
    }

    [Fact]
    public async Task A_restarted_tree_waits_for_a_name_whose_old_holder_is_still_stopping()
    {
        await using var node = TestNode.Start(virtualTime: true);

        var (texts, isNew, alive) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var inner = Supervisor.Child(Supervisor.OneForOne(self.Worker("a", stopTime: TimeSpan.FromMilliseconds(300)) with { Name = "worker" }), "inner");
            var top = await Supervisor.StartLink(Supervisor.OneForOne(inner) with { MaxRestarts = 1 });
            var old = Process.WhereIs("worker");
            await self.End(await Support.PidOf(top, "inner"), ExitReason.Killed);
            await self.Texts(2);
            await node.Timers(1);
            await Support.Waiting(top);
            node.Clock.Advance(TimeSpan.FromMilliseconds(300));
            var texts = await self.Texts(1);
            var now = Process.WhereIs("worker");
            var alive = Process.IsAlive(top);
            Process.Exit(now, ExitReason.Kill);
            Process.Exit(top, ExitReason.Kill);
            return (texts, now != old, alive);
        });

        Assert.Equal(["start a"], texts);
        Assert.True(isNew);
        Assert.True(alive);
    }

    [Fact]
    public async Task A_crash_report_names_how_often_the_child_was_restarted()
    {
        await using var node = TestNode.Start();

        await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.OneForOne(self.Worker("a")));
            for (var i = 0; i < 3; i++)
                await self.End(await Support.PidOf(top, "a"), Boom);
            await Supervisor.Stop(top);
        });

        Assert.Equal([0, 1, 2], node.Log.Entries.Where(e => e.Id.Id == 1).Select(e => e.Values["Restarts"]));
    }
}
