using Xunit;

namespace Zhar.Tests.Processes;

public sealed class TimerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Timers_of_one_time_fire_in_the_order_in_which_they_were_set(int milliseconds)
    {
        await using var node = Node.Start();

        var heard = await node.Run(async self =>
        {
            for (var i = 0; i < 50; i++)
                Process.SendAfter(self.Pid, TimeSpan.FromMilliseconds(milliseconds), i);
            var heard = new List<int>();
            while (heard.Count < 50)
                heard.Add(await self.Receive<int>());
            return heard;
        });

        Assert.Equal(Enumerable.Range(0, 50), heard);
    }

    [Fact]
    public async Task The_timers_of_dead_processes_are_not_kept_until_their_time()
    {
        await using var node = Node.Start();

        await node.Run(async self =>
        {
            Process.SendAfter(self.Pid, TimeSpan.FromMinutes(50), "alive");
            for (var i = 0; i < 10_000; i++)
            {
                var brief = Process.Spawn(static p => Process.SendAfter(p.Pid, TimeSpan.FromHours(1), "never"));
                var monitor = Process.Monitor(brief);
                await self.Receive<Down>(monitor);
            }
        });

        Assert.InRange(node.Timers.Kept, 0, 200);
    }
}
