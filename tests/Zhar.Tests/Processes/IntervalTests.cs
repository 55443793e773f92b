using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Zhar.Tests.Processes;

public sealed class IntervalTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_interval_sends_until_it_is_cancelled()
    {
        var clock = new FakeTimeProvider();
        await using var node = Node.Start(new NodeOptions { Clock = clock });

        var later = await node.Run(async self =>
        {
            var timer = Process.SendInterval(self.Pid, Second, "tick");
            for (var i = 0; i < 3; i++)
            {
                clock.Advance(Second);
                Assert.Equal("tick", await self.Receive<string>());
            }

            Assert.NotNull(Process.CancelTimer(timer));
            clock.Advance(10 * Second);
            return await self.Receive<string>(TimeSpan.Zero);
        }).WaitAsync(Deadline);

        Assert.Null(later);
    }

    [Fact]
    public async Task An_interval_to_a_name_finds_whoever_has_it_and_ends_with_its_starter()
    {
        var clock = new FakeTimeProvider();
        await using var node = Node.Start(new NodeOptions { Clock = clock });

        var later = await node.Run(async self =>
        {
            Process.Register("listener");
            var (starter, _) = Process.SpawnMonitor(async child =>
            {
                Process.SendInterval(ServerName.Of("listener"), Second, "tick");
                self.Pid.Send("begun");
                await child.Receive();
            });
            Assert.Equal("begun", await self.Receive<string>());
            clock.Advance(Second);
            Assert.Equal("tick", await self.Receive<string>());
            Process.Exit(starter, ExitReason.Kill);
            await self.Receive<Down>();
            clock.Advance(10 * Second);
            return await self.Receive<string>(TimeSpan.Zero);
        }).WaitAsync(Deadline);

        Assert.Null(later);
    }

    [Fact]
    public async Task An_interval_of_nothing_is_refused()
    {
        await using var node = Node.Start();

        var fault = await node.Run(self => Task.FromResult(Record.Exception(() => Process.SendInterval(self.Pid, TimeSpan.Zero, "tick"))));

        Assert.Contains("at least one millisecond", Assert.IsType<ArgumentOutOfRangeException>(fault).Message, StringComparison.Ordinal);
    }
}
