using Xunit;
using static Zhar.Supervisor;

namespace Zhar.Conformance;

public sealed class SupTests(ITestOutputHelper output) : SupervisorCase(output)
{
    private static readonly ExitReason Boom = ExitReason.Of("boom");
    private static readonly ExitReason ShutdownX = ExitReason.ShutdownWith("x");

    [Fact(Timeout = Limit)]
    public async Task SUP_001()
    {
        var said = await Run(async f =>
        {
            await f.Start(OneForOne(
                f.Child("a", change: p => p with { SaysBegin = true }),
                f.Child("b", change: p => p with { SaysBegin = true }),
                f.Child("c", change: p => p with { SaysBegin = true })));
            return await f.Rest();
        });

        Check.Equal(["begin a", "start a", "begin b", "start b", "begin c", "start c"], said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_002()
    {
        var (said, exit) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a"), f.Child("b"), f.Child("c")));
            await f.Next(3);
            await Stop(top, "done");
            return (await f.Rest(), await f.ExitOf(top));
        });

        Check.Equal(["stop c shutdown", "stop b shutdown", "stop a shutdown"], said);
        Check.Equal(ExitReason.Of("done"), exit);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_003()
    {
        var (result, said, mail) = await Run(async f =>
        {
            var result = await TryStartLink(OneForOne(f.Child("a"), f.Child("b"), Failing(f, "c", "nope"), f.Child("d")));
            return (result, await f.Rest(), await f.HasMail());
        });

        Check.Equal(ExitReason.ShutdownWith(new FailedToStartChild("c", "nope")), Check.IsType<StartFailed>(result).Reason);
        Check.Equal(["start a", "start b", "stop b shutdown", "stop a shutdown"], said);
        Check.False(mail);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_004()
    {
        var result = await Run(async f => await TryStartLink(OneForOne(Failing(f, "a", "raise"))));

        var reason = Check.IsType<StartFailed>(result).Reason;
        var why = Check.IsType<FailedToStartChild>(reason.Value);
        Check.Equal("a", why.Id);
        Check.Equal("a raises", Check.IsType<InvalidOperationException>(why.Reason.Exception).Message);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_005()
    {
        var (result, said) = await Run(async f => (await TryStartLink(OneForOne(f.Child("a"), f.Child("a"))), await f.Rest()));

        var reason = Check.IsType<StartFailed>(result).Reason;
        Check.Equal("start_spec", reason.Tag);
        var fault = Check.IsType<ChildSpecException>(reason.Value);
        Check.Equal("Id", fault.Field);
        Check.Equal("a", fault.ChildId);
        Check.Contains("duplicate id", fault.Message);
        Check.Empty(said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_006()
    {
        var (counts, children) = await Run(async f =>
        {
            var top = await f.Start(OneForOne());
            return (await CountChildren(top), await WhichChildren(top));
        });

        Check.Equal(new ChildCounts(0, 0, 0, 0), counts);
        Check.Empty(children);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_007()
    {
        var (result, exit, mail) = await Run(async f =>
        {
            // Linked by the supervisor itself, so that it hears the reason.
            var self = f.Self;
            var watcher = Process.Spawn(async w =>
            {
                Process.TrapExit = true;
                self.Send("ready");
                self.Send(new Said((await w.Receive<Exit>()).Reason.ToString()));
            });
            await Process.Receive<string>();
            var result = await TryStartLink(new IgnoringSupervisor(watcher));
            return (result, await f.Next(), await f.HasMail());
        });

        Check.IsType<Ignored>(result);
        Check.Equal("normal", exit);
        Check.False(mail);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_008()
    {
        var reasons = await Run(async f =>
        {
            Func<SupervisorSpec>[] wrong =
            [
                () => OneForOne() with { Strategy = (Strategy)17 },
                () => OneForOne() with { MaxRestarts = -1 },
                () => OneForOne() with { RestartWindow = TimeSpan.Zero },
                () => OneForOne() with { RestartWindow = TimeSpan.FromSeconds(-1) },
                () => OneForOne(f.Child("a") with { Shutdown = Shutdown.After(TimeSpan.FromMilliseconds(-1)) }),
                () => OneForOne(f.Child("a") with { Restart = (Restart)17 }),
            ];
            var found = new List<StartResult>();
            foreach (var make in wrong)
                found.Add(await TryStartLink(new LambdaSupervisor(make)));
            return (found, await f.Rest());
        });

        Check.Equal(
            ["Strategy", "MaxRestarts", "RestartWindow", "RestartWindow", "Shutdown", "Restart"],
            reasons.found.Select(r => Check.IsType<ArgumentOutOfRangeException>(Check.IsType<StartFailed>(r).Reason.Exception).ParamName));
        Check.Empty(reasons.Item2);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_009()
    {
        var (worker, supervisor) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(Logger.Child(new LoggerPlan("a", f.Self)) with { Id = "a" }, Child(OneForOne(), "s")));
            return (await GetChildSpec(top, "a"), await GetChildSpec(top, "s"));
        });

        Check.NotNull(worker);
        Check.Equal(Restart.Permanent, worker.Restart);
        Check.Equal(Shutdown.After(TimeSpan.FromMilliseconds(5000)), worker.EffectiveShutdown);
        Check.Equal(ChildType.Worker, worker.Type);
        Check.False(worker.Significant);
        Check.NotNull(supervisor);
        Check.Equal(ChildType.Supervisor, supervisor.Type);
        Check.Equal(Shutdown.Infinity, supervisor.EffectiveShutdown);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_010()
    {
        var steps = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a")) with { MaxRestarts = 10 });
            var seen = new List<(ExitReason Died, bool IsNew, bool Alive)>();
            foreach (var reason in new[] { ExitReason.Normal, ExitReason.Shutdown, ShutdownX, Boom, ExitReason.Killed })
            {
                var old = await Family.PidOf(top, "a");
                var died = await f.End(old, reason);
                var now = await Family.PidOf(top, "a");
                seen.Add((died, now != old && !now.IsNone, Process.IsAlive(now)));
            }

            return seen;
        });

        Check.Equal([ExitReason.Normal, ExitReason.Shutdown, ShutdownX, Boom, ExitReason.Killed], steps.Select(s => s.Died));
        Check.True(steps.TrueForAll(s => s.IsNew && s.Alive));
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_011()
    {
        var steps = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", Restart.Transient)));
            var seen = new List<(ChildInfo? Info, StartResult Restarted, Pid Now)>();
            foreach (var reason in new[] { ExitReason.Normal, ExitReason.Shutdown, ShutdownX })
            {
                await f.End(await Family.PidOf(top, "a"), reason);
                var info = await FindChild(top, "a");
                var restarted = await RestartChild(top, "a");
                seen.Add((info, restarted, await Family.PidOf(top, "a")));
            }

            return seen;
        });

        Check.Equal(3, steps.Count);
        foreach (var (info, restarted, now) in steps)
        {
            Check.NotNull(info);
            Check.Equal(ChildState.Undefined, info.State);
            Check.True(info.Pid.IsNone);
            Check.Equal(now, Check.IsType<Started>(restarted).Pid);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_012()
    {
        var (first, second, third) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", Restart.Transient)));
            var first = await Family.PidOf(top, "a");
            await f.End(first, Boom);
            var second = await Family.PidOf(top, "a");
            await f.End(second, ExitReason.Killed);
            return (first, second, await Family.PidOf(top, "a"));
        });

        Check.False(second.IsNone);
        Check.False(third.IsNone);
        Check.Equal(3, new HashSet<Pid> { first, second, third }.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_013()
    {
        var steps = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", Restart.Temporary)));
            var seen = new List<(ChildInfo? Info, StartResult Restarted, StartResult Again)>();
            foreach (var reason in new[] { ExitReason.Normal, ExitReason.Shutdown, ShutdownX, Boom, ExitReason.Killed })
            {
                await f.End(await Family.PidOf(top, "a"), reason);
                seen.Add((await FindChild(top, "a"), await RestartChild(top, "a"), await StartChild(top, f.Child("a", Restart.Temporary))));
            }

            return seen;
        });

        Check.Equal(5, steps.Count);
        foreach (var (info, restarted, again) in steps)
        {
            Check.Null(info);
            Check.Equal("not_found", Check.IsType<StartFailed>(restarted).Reason.Tag);
            Check.IsType<Started>(again);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_014()
    {
        var (a, b, newA, newB, said) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a"), f.Child("b")));
            await f.Next(2);
            var (a, b) = (await Family.PidOf(top, "a"), await Family.PidOf(top, "b"));
            await f.End(a, Boom);
            return (a, b, await Family.PidOf(top, "a"), await Family.PidOf(top, "b"), await f.Rest());
        });

        Check.NotEqual(a, newA);
        Check.False(newA.IsNone);
        Check.Equal(b, newB);
        Check.Equal(["stop a boom", "start a"], said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_015()
    {
        var said = await Run(async f =>
        {
            var top = await f.Start(OneForAll(f.Child("a"), f.Child("b"), f.Child("c")));
            await f.Next(3);
            await f.End(await Family.PidOf(top, "b"), Boom);
            await WhichChildren(top);
            return await f.Rest();
        });

        Check.Equal(["stop b boom", "stop c shutdown", "stop a shutdown", "start a", "start b", "start c"], said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_016()
    {
        var (before, after, said) = await Run(async f =>
        {
            var top = await f.Start(RestForOne(f.Child("a"), f.Child("b"), f.Child("c"), f.Child("d")));
            await f.Next(4);
            var before = await Family.PidOf(top, "a");
            await f.End(await Family.PidOf(top, "b"), Boom);
            var after = await Family.PidOf(top, "a");
            return (before, after, await f.Rest());
        });

        Check.Equal(before, after);
        Check.Equal(["stop b boom", "stop d shutdown", "stop c shutdown", "start b", "start c", "start d"], said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_017()
    {
        var (aliveAfter3, exit, starts) = await Run(virtualTime: true, async f =>
        {
            var plan = new StartPlan(_ => null);
            var top = await f.Start(OneForOne(f.Child("a", change: p => p with { Starts = plan })) with { MaxRestarts = 3, RestartWindow = TimeSpan.FromSeconds(5) });
            for (var i = 0; i < 3; i++)
            {
                await f.End(await Family.PidOf(top, "a"), Boom);
                await WhichChildren(top); // it has counted the restart
                f.Node.Clock.Advance(TimeSpan.FromSeconds(1));
            }

            var last = await Family.PidOf(top, "a");
            var alive = Process.IsAlive(top) && Process.IsAlive(last);

            // The fourth at five seconds after the first: the edge of the window is inside it.
            f.Node.Clock.Advance(TimeSpan.FromSeconds(2));
            await f.End(last, Boom);
            return (alive, await f.ExitOf(top), plan.Count);
        });

        Check.True(aliveAfter3);
        Check.Equal(ExitReason.Shutdown, exit);
        Check.Equal(4, starts);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_018()
    {
        var (exit, starts) = await Run(async f =>
        {
            var plan = new StartPlan(_ => null);
            var top = await f.Start(OneForOne(f.Child("a", change: p => p with { Starts = plan })) with { MaxRestarts = 0 });
            await f.End(await Family.PidOf(top, "a"), Boom);
            return (await f.ExitOf(top), plan.Count);
        });

        Check.Equal(ExitReason.Shutdown, exit);
        Check.Equal(1, starts);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_019()
    {
        var (counts, alive, said) = await Run(async f =>
        {
            var top = await f.Start(OneForAll(f.Child("a"), f.Child("b"), f.Child("c")) with { MaxRestarts = 1 });
            await f.Next(3);
            await f.End(await Family.PidOf(top, "a"), Boom);
            return (await CountChildren(top), Process.IsAlive(top), await f.Rest());
        });

        Check.True(alive);
        Check.Equal(3, counts.Active);
        Check.Equal(["stop a boom", "stop c shutdown", "stop b shutdown", "start a", "start b", "start c"], said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_020()
    {
        var (counts, alive) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", Restart.Temporary), f.Child("b", Restart.Temporary), f.Child("c", Restart.Temporary)) with { MaxRestarts = 0 });
            foreach (var id in new[] { "a", "b", "c" })
                await f.End(await Family.PidOf(top, id), Boom);
            return (await CountChildren(top), Process.IsAlive(top));
        });

        Check.True(alive);
        Check.Equal(new ChildCounts(0, 0, 0, 0), counts);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_021()
    {
        var (alive, starts) = await Run(virtualTime: true, async f =>
        {
            var plan = new StartPlan(_ => null);
            var top = await f.Start(OneForOne(f.Child("a", change: p => p with { Starts = plan })) with { MaxRestarts = 1, RestartWindow = TimeSpan.FromSeconds(1) });
            for (var i = 0; i < 4; i++)
            {
                await f.End(await Family.PidOf(top, "a"), Boom);
                await WhichChildren(top);
                f.Node.Clock.Advance(TimeSpan.FromSeconds(2.1));
            }

            return (Process.IsAlive(await Family.PidOf(top, "a")), plan.Count);
        });

        Check.True(alive);
        Check.Equal(5, starts);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_022()
    {
        var (result, said, died, errors) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", shutdown: Shutdown.After(TimeSpan.FromMilliseconds(1000)))));
            await f.Next();
            var monitor = Process.Monitor(await Family.PidOf(top, "a"));
            var result = await TerminateChild(top, "a");
            return (result, await f.Next(), (await Process.Receive<Down>(d => d.Ref == monitor)).Reason, Reports(f, "shutdown_error"));
        });

        Check.Equal(ChildResult.Ok, result);
        Check.Equal("stop a shutdown", said);
        Check.Equal(ExitReason.Shutdown, died);
        Check.Empty(errors);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_023()
    {
        var (early, died, result, reports) = await Run(virtualTime: true, async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", shutdown: Shutdown.After(TimeSpan.FromMilliseconds(50)), change: p => p with { StopTime = Timeout.InfiniteTimeSpan })));
            await f.Next();
            var child = await Family.PidOf(top, "a");
            var monitor = Process.Monitor(child);
            var pending = TerminateChild(top, "a");
            await f.Next();
            await Family.Stopping(top);
            f.Node.Clock.Advance(TimeSpan.FromMilliseconds(45));
            var early = Process.IsAlive(child);
            f.Node.Clock.Advance(TimeSpan.FromMilliseconds(10));
            var died = (await Process.Receive<Down>(d => d.Ref == monitor)).Reason;
            return (early, died, await pending, Reports(f, "shutdown_error"));
        });

        Check.True(early);
        Check.Equal(ExitReason.Killed, died);
        Check.Equal(ChildResult.Ok, result);
        Check.Equal(["a killed"], reports);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_024()
    {
        var (died, said) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", shutdown: Shutdown.BrutalKill)));
            await f.Next();
            var monitor = Process.Monitor(await Family.PidOf(top, "a"));
            await TerminateChild(top, "a");
            return ((await Process.Receive<Down>(d => d.Ref == monitor)).Reason, await f.Rest());
        });

        Check.Equal(ExitReason.Killed, died);
        Check.Empty(said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_025()
    {
        var (waits, said, died, exit) = await Run(virtualTime: true, async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a", shutdown: Shutdown.Infinity, change: p => p with { StopTime = TimeSpan.FromMilliseconds(300) })));
            await f.Next();
            var child = await Family.PidOf(top, "a");
            var monitor = Process.Monitor(child);
            var stop = Stop(top);
            var said = await f.Next();
            await f.Timers(1);
            f.Node.Clock.Advance(TimeSpan.FromMilliseconds(299));
            var waits = Process.IsAlive(child) && Process.IsAlive(top);
            f.Node.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await stop;
            return (waits, said, (await Process.Receive<Down>(d => d.Ref == monitor)).Reason, await f.ExitOf(top));
        });

        Check.True(waits);
        Check.Equal("stop a shutdown", said);
        Check.Equal(ExitReason.Shutdown, died);
        Check.Equal(ExitReason.Normal, exit);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_026()
    {
        var (started, ids, pid, said) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a"), f.Child("b")));
            var started = await StartChild(top, f.Child("c"));
            var ids = (await WhichChildren(top)).Select(c => c.Id).ToArray();
            var pid = await Family.PidOf(top, "c");
            await f.Next(3);
            await Stop(top);
            return (started, ids, pid, await f.Rest());
        });

        Check.Equal(pid, Check.IsType<Started>(started).Pid);
        Check.Equal(["c", "b", "a"], ids);
        Check.Equal(["stop c shutdown", "stop b shutdown", "stop a shutdown"], said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_027()
    {
        var (running, pid, stopped, starts) = await Run(async f =>
        {
            var plan = new StartPlan(_ => null);
            var spec = f.Child("a", change: p => p with { Starts = plan });
            var top = await f.Start(OneForOne(spec));
            var pid = await Family.PidOf(top, "a");
            var running = await StartChild(top, spec);
            await TerminateChild(top, "a");
            return (running, pid, await StartChild(top, spec), plan.Count);
        });

        Check.Equal(pid, Check.IsType<StartFailed>(running).AlreadyStarted);
        Check.Equal("already_present", Check.IsType<StartFailed>(stopped).Reason.Tag);
        Check.Equal(1, starts);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_028()
    {
        var (result, found, counts, again) = await Run(async f =>
        {
            var top = await f.Start(OneForOne());
            var result = await StartChild(top, Failing(f, "a", "nope"));
            return (result, await FindChild(top, "a"), await CountChildren(top), await StartChild(top, f.Child("a")));
        });

        Check.Equal("nope", Check.IsType<StartFailed>(result).Reason.Tag);
        Check.Null(found);
        Check.Equal(0, counts.Specs);
        Check.IsType<Started>(again);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_029()
    {
        var (result, found, temporary, notFound) = await Run(async f =>
        {
            var top = await f.Start(OneForOne());
            var result = await StartChild(top, Failing(f, "a", "ignore"));
            var temporary = await StartChild(top, Failing(f, "t", "ignore") with { Restart = Restart.Temporary });
            return (result, await FindChild(top, "a"), temporary, await FindChild(top, "t"));
        });

        Check.IsType<Ignored>(result);
        Check.NotNull(found);
        Check.True(found.Pid.IsNone);
        Check.Equal(ChildState.Undefined, found.State);
        Check.IsType<Ignored>(temporary);
        Check.Null(notFound);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_030()
    {
        var (started, restarted, pid) = await Run(async f =>
        {
            var top = await f.Start(OneForOne());
            var started = await StartChild(top, ChildSpec.Of("a", StartWithInfo, f.Self, "extra"));
            await TerminateChild(top, "a");
            return (started, await RestartChild(top, "a"), await Family.PidOf(top, "a"));
        });

        Check.Equal("extra", Check.IsType<Started>(started).Info);
        Check.Equal("extra", Check.IsType<Started>(restarted).Info);
        Check.Equal(pid, ((Started)restarted).Pid);
        Check.NotEqual(((Started)started).Pid, pid);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_031()
    {
        var (restart, delete, noRestart, noDelete, noTerminate) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a")));
            return (await RestartChild(top, "a"), await DeleteChild(top, "a"), await RestartChild(top, "x"), await DeleteChild(top, "x"), await TerminateChild(top, "x"));
        });

        Check.Equal("running", Check.IsType<StartFailed>(restart).Reason.Tag);
        Check.Equal(ChildResult.Running, delete);
        Check.Equal("not_found", Check.IsType<StartFailed>(noRestart).Reason.Tag);
        Check.Equal(ChildResult.NotFound, noDelete);
        Check.Equal(ChildResult.NotFound, noTerminate);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_032()
    {
        var r = await Run(async f =>
        {
            var top = await f.Start(OneForAll(f.Child("a"), f.Child("b")));
            var (a, b) = (await Family.PidOf(top, "a"), await Family.PidOf(top, "b"));
            var first = await TerminateChild(top, "a");
            var stopped = await FindChild(top, "a");
            var sibling = await Family.PidOf(top, "b");
            var second = await TerminateChild(top, "a");
            var restarted = await RestartChild(top, "a");
            await TerminateChild(top, "a");
            var deleted = await DeleteChild(top, "a");
            return new { a, b, first, stopped, sibling, second, restarted, deleted, left = await FindChild(top, "a") };
        });

        Check.Equal(ChildResult.Ok, r.first);
        Check.NotNull(r.stopped);
        Check.True(r.stopped.Pid.IsNone);
        Check.Equal(r.b, r.sibling);
        Check.Equal(ChildResult.Ok, r.second);
        Check.NotEqual(r.a, Check.IsType<Started>(r.restarted).Pid);
        Check.Equal(ChildResult.Ok, r.deleted);
        Check.Null(r.left);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_033()
    {
        var counts = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a"), f.Child("b"), Child(OneForOne(), "s")));
            await TerminateChild(top, "b");
            return await CountChildren(top);
        });

        Check.Equal(new ChildCounts(Specs: 3, Active: 2, Supervisors: 1, Workers: 2), counts);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_034()
    {
        var (alive, child, after, bad) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a")));
            var child = await Family.PidOf(top, "a");
            var linked = Process.Spawn(async p =>
            {
                Process.Link(top);
                await p.Receive<string>();
                Process.Exit(Boom);
            });
            var monitor = Process.Monitor(linked);
            linked.Send("go");
            await Process.Receive<Down>(d => d.Ref == monitor);
            var (sender, sent) = Process.SpawnMonitor(_ =>
            {
                Process.Exit(top, ExitReason.Shutdown);
                return Task.CompletedTask;
            });
            await Process.Receive<Down>(d => d.Ref == sent);
            var after = await Family.PidOf(top, "a");
            var name = top.ToString();
            var bad = f.Node.Log.Entries.Where(e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Error && !e.Message.Contains(linked.ToString(), StringComparison.Ordinal)).Select(e => e.Message).ToArray();
            return (Process.IsAlive(top), child, after, bad);
        });

        Check.True(alive);
        Check.Equal(child, after);
        Check.Empty(bad);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_035()
    {
        var (said, exit) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a"), f.Child("b")));
            await f.Next(2);
            Process.Exit(top, ExitReason.Shutdown);
            var exit = await f.ExitOf(top);
            return (await f.Rest(), exit);
        });

        Check.Equal(["stop b shutdown", "stop a shutdown"], said);
        Check.Equal(ExitReason.Shutdown, exit);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_036()
    {
        var (crashed, said, exit) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a"), f.Child("b", Restart.Transient) with { Significant = true }, f.Child("c")) with { AutoShutdown = AutoShutdown.AnySignificant });
            await f.Next(3);
            var first = await Family.PidOf(top, "b");
            await f.End(first, Boom);
            var second = await Family.PidOf(top, "b");
            var crashed = Process.IsAlive(top) && second != first && Process.IsAlive(second);
            await f.Rest();
            await f.End(second, ExitReason.Normal);
            var exit = await f.ExitOf(top);
            return (crashed, await f.Rest(), exit);
        });

        Check.True(crashed);
        Check.Equal(["stop b normal", "stop c shutdown", "stop a shutdown"], said);
        Check.Equal(ExitReason.Shutdown, exit);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_037()
    {
        var (alive, exit) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(
                f.Child("a", Restart.Transient) with { Significant = true },
                f.Child("b", Restart.Temporary) with { Significant = true },
                f.Child("c")) with { AutoShutdown = AutoShutdown.AllSignificant });
            await f.End(await Family.PidOf(top, "a"), ExitReason.Normal);
            var alive = (await FindChild(top, "c"))!.State == ChildState.Running;
            await f.End(await Family.PidOf(top, "b"), ExitReason.Normal);
            return (alive, await f.ExitOf(top));
        });

        Check.True(alive);
        Check.Equal(ExitReason.Shutdown, exit);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_038()
    {
        var (never, permanent, added, said) = await Run(async f =>
        {
            var top = await f.Start(OneForOne());
            var never = await TryStartLink(OneForOne(f.Child("a", Restart.Transient) with { Significant = true }));
            var permanent = await TryStartLink(OneForOne(f.Child("a") with { Significant = true }) with { AutoShutdown = AutoShutdown.AnySignificant });
            var added = await StartChild(top, f.Child("a", Restart.Transient) with { Significant = true });
            return (never, permanent, added, await f.Rest());
        });

        foreach (var result in new[] { never, permanent, added })
        {
            var reason = Check.IsType<StartFailed>(result).Reason;
            Check.Equal("start_spec", reason.Tag);
            Check.Equal("Significant", Check.IsType<ChildSpecException>(reason.Value).Field);
        }

        Check.Empty(said);
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_039()
    {
        var (top, entries) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(f.Child("a")) with { MaxRestarts = 1 });
            await f.End(await Family.PidOf(top, "a"), Boom);
            await f.End(await Family.PidOf(top, "a"), "second");
            await f.ExitOf(top);
            return (top, f.Node.Log.Entries.Where(e => e.Id.Id == 4).ToArray());
        });

        Check.Equal(
            ["child_terminated boom", "child_terminated second", "shutdown reached max restart intensity"],
            entries.Select(e => $"{e.Values["Context"]} {e.Values["Reason"]}"));
        Check.True(entries.All(e => (string?)e.Values["Supervisor"] == top.ToString() && (string?)e.Values["Child"] == "a"));
    }

    [Fact(Timeout = Limit)]
    public async Task SUP_040()
    {
        var (counts, plan, minimal, overridden, said) = await Run(async f =>
        {
            var top = await f.Start(OneForOne(
                SpecWorker.Child(),
                Logger.Child(new LoggerPlan("argument", f.Self)),
                SpecWorker.Child() with { Id = "own", Restart = Restart.Temporary, Shutdown = Shutdown.BrutalKill }));
            var argument = (await WhichChildren(top))[1].Pid;
            return (
                await CountChildren(top),
                await new Logger.Ref(argument).Plan(),
                await GetChildSpec(top, typeof(SpecWorker).FullName!),
                await GetChildSpec(top, "own"),
                await f.Rest());
        });

        Check.Equal(3, counts.Active);
        Check.Equal("argument", plan.Id);
        Check.Equal(["start argument"], said);
        Check.NotNull(minimal);
        Check.Equal(Restart.Permanent, minimal.Restart);
        Check.NotNull(overridden);
        Check.Equal(Restart.Temporary, overridden.Restart);
        Check.Equal(Shutdown.BrutalKill, overridden.EffectiveShutdown);
    }

    private static ChildSpec Failing(Family f, string id, string how) =>
        f.Child(id, change: p => p with { Starts = new StartPlan(_ => how) });

    private static async ValueTask<StartResult> StartWithInfo(ServerName name, IReadOnlyList<object?> arguments)
    {
        var started = await Logger.TryStartLink(new LoggerPlan("info", (Pid)arguments[0]!));
        return new Started(started.OrThrow(), arguments[1]);
    }

    private static string[] Reports(Family f, string context) =>
        [.. f.Node.Log.Entries.Where(e => e.Id.Id == 4 && (string?)e.Values["Context"] == context).Select(e => $"{e.Values["Child"]} {e.Values["Reason"]}")];

    private sealed class LambdaSupervisor(Func<SupervisorSpec> spec) : Supervisor
    {
        protected override SupervisorSpec Init() => spec();
    }

    private sealed class IgnoringSupervisor(Pid watcher) : Supervisor
    {
        protected override SupervisorSpec Init()
        {
            Process.Link(watcher);
            return Ignore;
        }
    }
}

internal sealed partial class SpecWorker : GenServer<int>
{
    private Init<int> Init() => Ok(0);

    [Call]
    private int Get() => State;
}
