using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Processes;

public sealed class MonitorTests
{
    [Fact]
    public async Task Demonitor_says_whether_it_was_still_on_and_flushes_what_came()
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var victim = Process.Spawn(static p => p.Receive<string>().AsTask());
            var on = Process.Monitor(victim);
            var kept = Process.Monitor(victim);
            var flushed = Process.Monitor(victim);
            var last = Process.Monitor(victim);
            Assert.True(Process.Demonitor(on));
            Assert.False(Process.Demonitor(on));

            victim.Send("end");
            await self.Receive<Down>(last);
            Assert.False(Process.Demonitor(kept));
            Assert.False(Process.Demonitor(flushed, flush: true));
            Assert.Same(kept, (await self.Receive<Down>(TimeSpan.Zero))?.Ref);
            Assert.Null(await self.Receive<Down>(TimeSpan.Zero));
        });
    }

    [Fact]
    public async Task Only_the_owner_takes_a_monitor_off()
    {
        await using var node = TestNode.Start();
        var down = await node.Run(async self =>
        {
            var monitor = Process.Monitor(self.Pid);
            var (_, other) = Process.SpawnMonitor(_ =>
            {
                Process.Demonitor(monitor);
                return Task.CompletedTask;
            });
            return await self.Receive<Down>(other);
        });

        Assert.Contains("only its owner", down.Reason.Exception?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_the_dying_process_come_before_its_down()
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var to = self.Pid;
            for (var i = 0; i < 500; i++)
            {
                Process.SpawnMonitor(_ =>
                {
                    to.Send(1);
                    to.Send(2);
                    return Task.CompletedTask;
                });
                Assert.Equal(1, await self.Receive());
                Assert.Equal(2, await self.Receive());
                Assert.IsType<Down>(await self.Receive());
            }
        });
    }

    [Theory]
    [InlineData(AliasMode.Explicit, 2, true)]
    [InlineData(AliasMode.Reply, 1, true)]
    [InlineData(AliasMode.Demonitor, 2, true)]
    [InlineData(AliasMode.ReplyDemonitor, 1, false)]
    public async Task An_alias_ends_as_its_mode_says(AliasMode mode, int messages, bool stillMonitored)
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var victim = Process.Spawn(static p => p.Receive<string>().AsTask());
            var monitor = Process.MonitorWithAlias(victim, mode);
            var alias = monitor.Alias!;
            alias.Pid.Send(1);
            alias.Pid.Send(2);
            for (var i = 1; i <= messages; i++)
                Assert.Equal(i, await self.Receive<int>(TimeSpan.Zero));
            Assert.Equal(0, await self.Receive<int>(TimeSpan.Zero));

            Assert.Equal(stillMonitored, Process.Demonitor(monitor));
            alias.Pid.Send(3);
            Assert.Equal(mode == AliasMode.Explicit ? 3 : 0, await self.Receive<int>(TimeSpan.Zero));
            Assert.Equal(mode == AliasMode.Explicit, Process.Unalias(alias));
        });
    }

    [Fact]
    public async Task An_alias_that_goes_with_its_monitor_ends_when_that_fires()
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var monitor = Process.MonitorWithAlias(Process.Spawn(static _ => Task.CompletedTask), AliasMode.Demonitor);
            await self.Receive<Down>(monitor);
            monitor.Alias!.Pid.Send("late");
            Assert.Null(await self.Receive<string>(TimeSpan.Zero));
            Assert.False(Process.Unalias(monitor.Alias));
        });
    }

    [Fact]
    public async Task A_link_to_a_dead_process_is_told_or_thrown()
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var (dead, monitor) = Process.SpawnMonitor(static _ => Task.CompletedTask);
            await self.Receive<Down>(monitor);
            var e = Assert.Throws<ProcessExitException>(() => Process.Link(dead));
            Assert.Equal(ExitReason.NoProc, e.Reason);

            Process.TrapExit = true;
            Process.Link(dead);
            Assert.Equal(new Exit(dead, ExitReason.NoProc), await self.Receive<Exit>(TimeSpan.Zero));
        });
    }

    [Fact]
    public async Task Children_inherit_values_and_the_log_scope_but_no_dictionary()
    {
        await using var node = TestNode.Start();
        var seen = await node.Run(async self =>
        {
            var to = self.Pid;
            Process.Put("own", 1);
            Process.PutInherited("tenant", "acme");
            Process.Spawn(_ =>
            {
                to.Send((Process.Get("own"), Process.GetInherited("tenant"), Process.Ancestors[0]));
                return Task.CompletedTask;
            });
            return (await self.Receive<(object?, object?, string)>(), self.Pid.ToString());
        });

        Assert.Equal(((null, "acme", seen.Item2), seen.Item2), seen);
    }
}
