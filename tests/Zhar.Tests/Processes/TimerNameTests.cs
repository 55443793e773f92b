using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Processes;

/// <summary>Timers whose receiver is a name.</summary>
public sealed class TimerNameTests
{
    [Fact]
    public async Task A_started_timer_finds_its_receiver_by_name_when_the_time_has_come()
    {
        await using var node = TestNode.Start();

        var (timer, fired) = await node.Node.Run(async self =>
        {
            var started = Process.StartTimer(ServerName.Of("late"), TimeSpan.FromMilliseconds(20), "ring");
            Process.Register("late");
            return (started, await self.Receive<TimerFired>(TimeSpan.FromSeconds(20)));
        });

        Assert.NotNull(fired);
        Assert.Same(timer, fired.Timer);
        Assert.Equal("ring", fired.Message);
    }
}
