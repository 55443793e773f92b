using System.Diagnostics;
using Zhar.Soak.Checks;

namespace Zhar.Soak.Phases;

/// <summary>Two processes that always have a message waiting share one worker: how many messages does one handle before it is the other's turn?</summary>
/// <remarks>
/// When the kernel takes the processor from the worker in the middle of a handler, the other process gets a thread of its own and runs on alone,
/// rightly. That is rare beside the turns, hence the one percent.
/// </remarks>
internal static class BudgetPhase
{
    private const int Budget = 64;

    internal static async Task Run(World world, TimeSpan time)
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });
        var turns = new TurnCounter(Budget);
        var both = await node.Run(async _ => new[] { await Greedy.Start(turns, 0), await Greedy.Start(turns, 1) });
        foreach (var greedy in both)
            greedy.Go();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
            await Task.Delay(100);
        foreach (var greedy in both)
            Process.Exit(greedy.Address.Pid, ExitReason.Kill);

        world.Verdicts.Check(Invariant.BudgetIsKept, turns.Turns > 1000, () => $"two greedy processes took only {turns.Turns} turns");
        world.Verdicts.Check(Invariant.BudgetIsKept, turns.TooLong <= turns.Turns / 100.0,
            () => $"{turns.TooLong} of {turns.Turns} turns were longer than {Budget} messages while the other process waited; the longest had {turns.Longest}");
    }
}
