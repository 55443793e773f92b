using Xunit;

namespace Zhar.Conformance;

public sealed class DspTests(ITestOutputHelper output) : SupervisorCase(output)
{
    private static readonly ExitReason Boom = ExitReason.Of("boom");

    [Fact(Timeout = Limit)]
    public async Task DSP_001()
    {
        var (children, counts) = await Run(async f =>
        {
            var top = await f.StartDynamic();
            return (await DynamicSupervisor.WhichChildren(top), await DynamicSupervisor.CountChildren(top));
        });

        Check.Empty(children);
        Check.Equal(new ChildCounts(0, 0, 0, 0), counts);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_002()
    {
        var (pids, children, counts) = await Run(async f =>
        {
            var top = await f.StartDynamic();
            var spec = f.Child("a");
            var pids = new HashSet<Pid>();
            for (var i = 0; i < 3; i++)
                pids.Add((await DynamicSupervisor.StartChild(top, spec)).OrThrow());
            return (pids, await DynamicSupervisor.WhichChildren(top), await DynamicSupervisor.CountChildren(top));
        });

        Check.Equal(3, pids.Count);
        Check.Equal(pids.OrderBy(p => p.Number), children.Select(c => c.Pid).OrderBy(p => p.Number));
        Check.True(children.All(c => c.Id is null && c.Type == ChildType.Worker && c.State == ChildState.Running));
        Check.Equal(new ChildCounts(3, 3, 0, 3), counts);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_003()
    {
        var (first, second) = await Run(async f =>
        {
            var top = await f.StartDynamic(new DynamicSupervisorOptions { ExtraArguments = ["x"] });
            var started = await DynamicSupervisor.StartChild(top, ChildSpec.Of("a", Join, f.Self, "y"));
            var first = await f.Next();
            await f.End(started.OrThrow(), Boom);
            await f.Next();
            return (first, await f.Next());
        });

        Check.Equal("start x, y", first);
        Check.Equal("start x, y", second);

        static ValueTask<StartResult> Join(ServerName name, IReadOnlyList<object?> arguments) =>
            Logger.TryStartLink(new LoggerPlan($"{arguments[0]}, {arguments[2]}", (Pid)arguments[1]!), name);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_004()
    {
        var (second, starts, counts) = await Run(async f =>
        {
            var plan = new StartPlan(_ => null);
            var top = await f.StartDynamic(new DynamicSupervisorOptions { MaxChildren = 1 });
            await DynamicSupervisor.StartChild(top, f.Child("a"));
            return (await DynamicSupervisor.StartChild(top, f.Child("b", change: p => p with { Starts = plan })), plan.Count, await DynamicSupervisor.CountChildren(top));
        });

        Check.Equal("max_children", Check.IsType<StartFailed>(second).Reason.Tag);
        Check.Equal(0, starts);
        Check.Equal(1, counts.Specs);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_005()
    {
        var (result, counts) = await Run(async f =>
        {
            var top = await f.StartDynamic();
            await DynamicSupervisor.StartChild(top, f.Child("a"));
            return (await DynamicSupervisor.StartChild(top, Failing(f, "ignore")), await DynamicSupervisor.CountChildren(top));
        });

        Check.IsType<Ignored>(result);
        Check.Equal(new ChildCounts(1, 1, 0, 1), counts);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_006()
    {
        var (raised, thrown, exited, odd, noPid, alive, counts) = await Run(async f =>
        {
            var top = await f.StartDynamic();
            return (
                await DynamicSupervisor.StartChild(top, Failing(f, "raise")),
                await DynamicSupervisor.StartChild(top, ChildSpec.Of("a", static (_, _) => throw new InvalidOperationException("in the start"))),
                await DynamicSupervisor.StartChild(top, ChildSpec.Of("a", static (_, _) => throw new ProcessExitException("bye"))),
                await DynamicSupervisor.StartChild(top, ChildSpec.Of("a", static (_, _) => new((StartResult)null!))),
                await DynamicSupervisor.StartChild(top, ChildSpec.Of("a", static (_, _) => new(new Started(default)))),
                Process.IsAlive(top),
                await DynamicSupervisor.CountChildren(top));
        });

        Check.IsType<InvalidOperationException>(Check.IsType<StartFailed>(raised).Reason.Exception);
        Check.Equal("in the start", Check.IsType<InvalidOperationException>(Check.IsType<StartFailed>(thrown).Reason.Exception).Message);
        Check.Equal("bye", Check.IsType<StartFailed>(exited).Reason.Tag);
        Check.Equal("bad_return_value", Check.IsType<StartFailed>(odd).Reason.Tag);
        Check.Equal("bad_return_value", Check.IsType<StartFailed>(noPid).Reason.Tag);
        Check.True(alive);
        Check.Equal(new ChildCounts(0, 0, 0, 0), counts);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_007()
    {
        var table = await Run(async f =>
        {
            var top = await f.StartDynamic(new DynamicSupervisorOptions { MaxRestarts = 10 });
            var seen = new List<string>();
            foreach (var restart in new[] { Restart.Temporary, Restart.Transient, Restart.Permanent })
            {
                foreach (var reason in new[] { ExitReason.Normal, ExitReason.Shutdown, ExitReason.ShutdownWith("x"), Boom, ExitReason.Killed })
                {
                    var pid = (await DynamicSupervisor.StartChild(top, f.Child("a", restart))).OrThrow();
                    await f.End(pid, reason);
                    var left = await DynamicSupervisor.WhichChildren(top);
                    var isNew = left.Count == 1 && left[0].Pid != pid && Process.IsAlive(left[0].Pid);
                    seen.Add($"{restart} {reason}: {(isNew ? "restarted" : left.Count == 0 ? "removed" : "?")}");
                    foreach (var child in left)
                        await DynamicSupervisor.TerminateChild(top, child.Pid);
                }
            }

            return seen;
        });

        Check.Equal(
            [
                "Temporary normal: removed", "Temporary shutdown: removed", "Temporary shutdown(x): removed", "Temporary boom: removed", "Temporary killed: removed",
                "Transient normal: removed", "Transient shutdown: removed", "Transient shutdown(x): removed", "Transient boom: restarted", "Transient killed: restarted",
                "Permanent normal: restarted", "Permanent shutdown: restarted", "Permanent shutdown(x): restarted", "Permanent boom: restarted", "Permanent killed: restarted",
            ],
            table);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_008()
    {
        var (obedient, brutal, foreign, said, died) = await Run(async f =>
        {
            var top = await f.StartDynamic();
            var a = (await DynamicSupervisor.StartChild(top, f.Child("a"))).OrThrow();
            var b = (await DynamicSupervisor.StartChild(top, f.Child("b", shutdown: Shutdown.BrutalKill))).OrThrow();
            await f.Next(2);
            var (first, second) = (Process.Monitor(a), Process.Monitor(b));
            var results = (await DynamicSupervisor.TerminateChild(top, a), await DynamicSupervisor.TerminateChild(top, b), await DynamicSupervisor.TerminateChild(top, f.Self));
            var died = new[] { (await Process.Receive<Down>(d => d.Ref == first)).Reason, (await Process.Receive<Down>(d => d.Ref == second)).Reason };
            return (results.Item1, results.Item2, results.Item3, await f.Rest(), died);
        });

        Check.Equal(ChildResult.Ok, obedient);
        Check.Equal(ChildResult.Ok, brutal);
        Check.Equal(ChildResult.NotFound, foreign);
        Check.Equal(["stop a shutdown"], said);
        Check.Equal([ExitReason.Shutdown, ExitReason.Killed], died);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_009()
    {
        var (said, elapsed, exit) = await Run(virtualTime: true, async f =>
        {
            var top = await f.StartDynamic();
            for (var i = 0; i < 5; i++)
                await DynamicSupervisor.StartChild(top, f.Child("a", change: p => p with { StopTime = TimeSpan.FromMilliseconds(100) }));
            await f.Next(5);
            var before = f.Node.Clock.GetTimestamp();
            var stop = DynamicSupervisor.Stop(top);

            // All five are stopping before the first has stopped: they wait for the clock.
            var said = await f.Next(5);
            await f.Timers(5);
            f.Node.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await stop;
            return (said, f.Node.Clock.GetElapsedTime(before), await f.ExitOf(top));
        });

        Check.Equal(["stop a shutdown", "stop a shutdown", "stop a shutdown", "stop a shutdown", "stop a shutdown"], said);
        Check.InRange(elapsed, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));
        Check.Equal(ExitReason.Normal, exit);
    }

    [Fact(Timeout = Limit)]
    public async Task DSP_010()
    {
        var (exit, starts) = await Run(async f =>
        {
            var plan = new StartPlan(n => n == 1 ? null : "nope");
            var top = await f.StartDynamic(new DynamicSupervisorOptions { MaxRestarts = 1 });
            var child = (await DynamicSupervisor.StartChild(top, f.Child("a", change: p => p with { Starts = plan }))).OrThrow();
            await f.End(child, Boom);
            return (await f.ExitOf(top), plan.Count);
        });

        Check.Equal(ExitReason.Shutdown, exit);
        Check.Equal(2, starts);
    }

    private static ChildSpec Failing(Family f, string how) => f.Child("a", change: p => p with { Starts = new StartPlan(_ => how) });
}
