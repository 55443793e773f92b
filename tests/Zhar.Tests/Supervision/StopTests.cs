using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Supervision;

public sealed partial class StopTests
{
    [Fact]
    public async Task A_child_that_stops_its_own_supervisor_is_told_why_it_cannot()
    {
        await using var node = TestNode.Start();

        var (own, above, alive) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.OneForOne(Supervisor.Child(Supervisor.OneForOne(self.Worker("a")), "inner")));
            var inner = await Support.PidOf(top, "inner");
            var worker = new Worker.Ref(await Support.PidOf(inner, "a"));
            var texts = (await worker.StopSupervisor(inner), await worker.StopSupervisor(top));
            var alive = Process.IsAlive(top);
            await Supervisor.Stop(top);
            return (texts.Item1, texts.Item2, alive);
        });

        Assert.Contains("that supervisor would wait for this process to end", own, StringComparison.Ordinal);
        Assert.Contains("that supervisor would wait for this process to end", above, StringComparison.Ordinal);
        Assert.True(alive);
    }

    [Fact]
    public async Task A_child_that_took_its_link_off_is_stopped_all_the_same()
    {
        await using var node = TestNode.Start();

        var (text, left) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.OneForOne(self.Worker("a")));
            var child = await Support.PidOf(top, "a");
            new Worker.Ref(child).Unlink(top);
            await self.Texts(1);
            await Sys.GetState<Worker.Plan>(child);
            await Supervisor.Stop(top);
            return (await self.Texts(1), Process.IsAlive(child));
        });

        Assert.Equal(["stop a shutdown"], text);
        Assert.False(left);
    }

    [Fact]
    public async Task A_child_that_asks_its_supervisor_while_it_starts_or_stops_fails_at_once_instead_of_waiting_for_ever()
    {
        await using var node = TestNode.Start();

        var (starting, stopping) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.OneForOne(), "top");
            var starting = await Supervisor.StartChild(top, Curious.Child(self.Pid, true));
            await Supervisor.StartChild(top, Curious.Child(self.Pid, false) with { Shutdown = Shutdown.Infinity });
            await Supervisor.Stop(top);
            return (starting, await self.Receive<string>());
        });

        Assert.Equal("deadlock", Assert.IsType<StartFailed>(starting).Reason.Tag);
        Assert.Equal("deadlock", stopping);
    }

    [Fact]
    public async Task Children_of_a_killed_supervisor_end_with_killed()
    {
        await using var node = TestNode.Start();

        var text = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await Supervisor.StartLink(Supervisor.OneForOne(self.Worker("a")));
            await self.Texts(1);
            Process.Exit(top, ExitReason.Kill);
            return await self.Receive<string>();
        });

        Assert.Equal("stop a killed", text);
    }

    [Fact]
    public async Task Dynamic_children_each_have_their_own_deadline()
    {
        await using var node = TestNode.Start(virtualTime: true);

        var (first, second, exit) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var top = await DynamicSupervisor.StartLink();
            var slow = TimeSpan.FromHours(1);
            var a = (await DynamicSupervisor.StartChild(top, self.Worker("a", slow) with { Shutdown = Shutdown.After(TimeSpan.FromMilliseconds(100)) })).OrThrow();
            var b = (await DynamicSupervisor.StartChild(top, self.Worker("b", slow) with { Shutdown = Shutdown.After(TimeSpan.FromMilliseconds(200)) })).OrThrow();
            var c = (await DynamicSupervisor.StartChild(top, self.Worker("c"))).OrThrow();
            await self.Texts(3);
            var (da, db) = (Process.Monitor(a), Process.Monitor(b));
            var stop = Supervisor.Stop(top);
            await self.Texts(3);
            await node.Timers(2);
            await Support.Waiting(top);
            node.Clock.Advance(TimeSpan.FromMilliseconds(100));
            var first = (await self.Receive<Down>(d => d.Ref == da)).Reason;
            var second = Process.IsAlive(b) && !Process.IsAlive(c);
            await node.AdvanceUntil(() => !Process.IsAlive(b), TimeSpan.FromMilliseconds(10));
            await stop;
            return (first, second, await self.ExitOf(top));
        });

        Assert.Equal(ExitReason.Killed, first);
        Assert.True(second);
        Assert.Equal(ExitReason.Normal, exit);
    }

    /// <summary>Asks its supervisor how many children it has, when that cannot answer.</summary>
    internal sealed partial class Curious : GenServer<Pid>
    {
        private async ValueTask<Init<Pid>> Init(Pid observer, bool whileStarting)
        {
            Process.TrapExit = true;
            if (whileStarting)
                await Supervisor.CountChildren("top");
            return Ok(observer);
        }

        protected override async ValueTask Terminate(ExitReason reason)
        {
            try
            {
                await Supervisor.CountChildren("top");
            }
            catch (CallExitException e)
            {
                State.Send(e.Reason.Tag);
            }
        }
    }
}
