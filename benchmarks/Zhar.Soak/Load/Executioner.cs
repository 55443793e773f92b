using Zhar.Soak.Checks;

namespace Zhar.Soak.Load;

/// <summary>Starts a process that has a name and keeps sending, ends it, and looks whether its death is complete when it is told of it.</summary>
internal sealed class Executioner(World world, int seed)
{
    private enum Ending
    {
        Kill,
        Exit,
        Return,
        Crash,
    }

    internal async Task Run(ProcessContext self)
    {
        var random = new Random(seed);
        var ending = (Ending)random.Next(4);
        var spins = random.Next(2) == 0;
        var shots = ending is Ending.Return or Ending.Crash ? random.Next(30) : int.MaxValue;
        var parent = self.Pid;
        var name = $"victim {parent.Number}";

        var (victim, monitor) = Process.SpawnMonitor(async _ =>
        {
            Process.Register(name);
            parent.Send(Ready.Instance);
            for (var i = 0; i < shots; i++)
            {
                parent.Send(new Shot(i));
                if (spins)
                    Thread.SpinWait(500);
                else
                    await Process.Delay(TimeSpan.FromMilliseconds(i % 2));
            }

            if (ending == Ending.Crash)
                throw new InvalidOperationException("Crashes on purpose.");
        });

        var next = 0;
        for (var ended = false; !ended;)
        {
            switch (await self.Receive())
            {
                case Ready when ending == Ending.Kill:
                    Thread.SpinWait(random.Next(20_000));
                    Process.Exit(victim, ExitReason.Kill);
                    break;
                case Ready when ending == Ending.Exit:
                    Process.Exit(victim, ExitReason.Of("told_to_end"));
                    break;
                case Shot shot:
                    world.Verdicts.Check(Invariant.PairOrder, shot.Number == next, () => $"{victim}: shot {shot.Number} comes where {next} was due");
                    next = shot.Number + 1;
                    break;
                case Down down:
                    ended = true;
                    Inspect(victim, monitor, down, name, ending);
                    break;
            }
        }

        if (ending is Ending.Return or Ending.Crash)
            world.Verdicts.Check(Invariant.PairOrder, next == shots, () => $"{victim} sent {shots} messages before it ended, and {next} were there before its DOWN");
        await Process.Delay(TimeSpan.FromMilliseconds(3));
        var late = await self.Receive<Shot>(TimeSpan.Zero);
        world.Verdicts.Check(Invariant.DeathIsComplete, late is null, () => $"{victim} ({ending}) sent {late} after its DOWN");
        Interlocked.Increment(ref world.Tally.Deaths);
    }

    private void Inspect(Pid victim, MonitorRef monitor, Down down, string name, Ending ending)
    {
        var verdicts = world.Verdicts;
        verdicts.Check(Invariant.DeathIsComplete, ReferenceEquals(down.Ref, monitor) && down.Pid == victim, () => $"{down} is not for {monitor}");
        verdicts.Check(Invariant.DeathIsComplete, !Process.IsAlive(victim) && Process.Info(victim) is null, () => $"{victim} ({ending}) lives at its DOWN");
        verdicts.Check(Invariant.DeathIsComplete, Process.WhereIs(name).IsNone, () => $"{victim} ({ending}) has its name at its DOWN");
        verdicts.Check(Invariant.DeathIsComplete, !Process.Info(Process.Self)!.Monitors.Contains(victim), () => $"the monitor of {victim} ({ending}) is still on at its DOWN");
        try
        {
            Process.Register(name);
        }
        catch (ArgumentException e)
        {
            verdicts.Check(Invariant.DeathIsComplete, false, () => $"the name of {victim} ({ending}) is not free at its DOWN: {e.Message}");
        }
    }

    private sealed record Ready
    {
        internal static readonly Ready Instance = new();
    }

    private sealed record Shot(int Number);
}
