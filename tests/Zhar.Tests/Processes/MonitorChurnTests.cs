using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Processes;

/// <summary>Links, monitors and kills in every order at once.</summary>
public sealed class MonitorChurnTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_monitor_fires_once_or_was_taken_off_first(int seed)
    {
        const int Watchers = 8, Rounds = 1500;
        await using var node = TestNode.Start();
        var watchers = Enumerable.Range(0, Watchers).Select(number => node.Run(async self =>
        {
            var random = new Random((seed * 1000) + number);
            var wrong = new List<string>();
            int fired = 0, removed = 0;
            for (var round = 0; round < Rounds; round++)
            {
                var victim = Process.Spawn(random.Next(3) == 0 ? static _ => Task.CompletedTask : static p => p.Receive<Unit>().AsTask());
                var monitors = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Process.Monitor(victim)).ToList();
                Process.Spawn(_ =>
                {
                    Process.Exit(victim, ExitReason.Kill);
                    return Task.CompletedTask;
                });
                foreach (var monitor in monitors)
                {
                    if (random.Next(3) == 0)
                    {
                        if (Process.Demonitor(monitor))
                        {
                            removed++;
                            continue;
                        }
                    }

                    var down = await self.Receive<Down>(monitor);
                    fired++;
                    if (down.Pid != victim || down.Reason.Tag is not ("killed" or "normal" or "noproc"))
                        wrong.Add($"{down} for {victim}");
                }
            }

            while (await self.Receive<Down>(TimeSpan.FromMilliseconds(20)) is { } extra)
                wrong.Add($"one more: {extra}");
            return (wrong, fired, removed);
        }));
        var results = await Task.WhenAll(watchers).WaitAsync(TimeSpan.FromMinutes(2));

        output.WriteLine($"{results.Sum(r => r.fired)} fired, {results.Sum(r => r.removed)} taken off");
        Assert.Empty(results.SelectMany(r => r.wrong));
        Assert.True(results.Sum(r => r.removed) > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_link_tells_once_or_was_taken_off_first(int seed)
    {
        const int Watchers = 8, Rounds = 1500;
        await using var node = TestNode.Start();
        var watchers = Enumerable.Range(0, Watchers).Select(number => node.Run(async self =>
        {
            Process.TrapExit = true;
            var random = new Random((seed * 1000) + number);
            var wrong = new List<string>();
            for (var round = 0; round < Rounds; round++)
            {
                var victim = Process.SpawnLink(static p => p.Receive<Unit>().AsTask());
                var monitor = Process.Monitor(victim);
                Process.Link(victim);
                Process.Spawn(_ =>
                {
                    Process.Exit(victim, ExitReason.Kill);
                    return Task.CompletedTask;
                });
                var unlinks = random.Next(2) == 0;
                if (unlinks)
                    Process.Unlink(victim);
                await self.Receive<Down>(monitor);

                // Links are told together with monitors, in the order in which they were set: it is here, or never comes.
                var exits = 0;
                while (await self.Receive<Exit>(TimeSpan.Zero, e => e.From == victim) is not null)
                    exits++;
                if (exits > 1 || (exits == 0 && !unlinks))
                    wrong.Add($"{exits} exits of {victim}, unlinked: {unlinks}");
            }

            return wrong;
        }));
        var results = await Task.WhenAll(watchers).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Empty(results.SelectMany(r => r));
    }

    [Fact]
    public async Task A_chain_of_links_dies_as_one_with_one_reason()
    {
        await using var node = TestNode.Start();
        var (count, reasons) = await node.Run(async self =>
        {
            const int Length = 2000;
            var pids = new List<Pid>();
            Pid previous = default;
            for (var i = 0; i < Length; i++)
            {
                var left = previous;
                previous = Process.Spawn(async p =>
                {
                    if (!left.IsNone)
                        Process.Link(left);
                    self.Pid.Send(p.Pid);
                    await p.Receive<Unit>();
                });
                pids.Add(await self.Receive<Pid>());
            }

            var monitors = pids.ConvertAll(Process.Monitor);
            Process.Exit(pids[Length / 2], "boom");
            var seen = new HashSet<ExitReason>();
            foreach (var monitor in monitors)
                seen.Add((await self.Receive<Down>(monitor)).Reason);
            return (monitors.Count, seen);
        });

        Assert.Equal(2000, count);
        Assert.Equal("boom", Assert.Single(reasons));
    }
}
