using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Tasks;

public sealed class ProcessTaskTests
{
    [Fact]
    public async Task Only_the_owner_can_wait()
    {
        await using var node = TestNode.Start();

        var error = await node.Run(async self =>
        {
            var task = ProcessTask.Async(() => 1);
            var error = await ProcessTask.Async(async () =>
            {
                try
                {
                    await task.Await();
                    return null;
                }
                catch (InvalidOperationException e)
                {
                    return e.Message;
                }
            }).Await();
            await task.Await();
            return error;
        });

        Assert.Contains("only its owner", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overload_that_waits_for_what_the_function_returns_is_taken()
    {
        await using var node = TestNode.Start();

        var values = await node.Run(async self =>
        {
            ProcessTask<int> plain = ProcessTask.Async(() => 1);
            ProcessTask<int> task = ProcessTask.Async(() => Task.FromResult(2));
            ProcessTask<int> valueTask = ProcessTask.Async(() => new ValueTask<int>(3));
            ProcessTask<int> asynchronous = ProcessTask.Async(async () =>
            {
                await Process.Delay(TimeSpan.FromMilliseconds(1));
                return 4;
            });
            ProcessTask<Unit> effect = ProcessTask.Async(() => self.Pid.Send("done"));
            await effect.Await();
            return await ProcessTask.AwaitMany([plain, task, valueTask, asynchronous]);
        });

        Assert.Equal([1, 2, 3, 4], values);
    }

    [Fact]
    public async Task A_task_ends_with_its_owner_unless_it_is_not_linked()
    {
        await using var node = TestNode.Start();

        var (linked, unlinkedLives) = await node.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            Process.SpawnMonitor(async _ =>
            {
                var linked = ProcessTask.Async(() => Process.Receive<string>());
                var unlinked = await tasks.AsyncNoLink(() => Process.Receive<string>());
                self.Pid.Send((linked.Pid, unlinked.Pid));
                await Process.Receive<string>();
                Process.Exit("boom");
            });
            var (linked, unlinked) = await self.Receive<(Pid, Pid)>();
            var monitor = Process.Monitor(linked);
            Process.Info(linked)!.Parent.Send("go");
            var down = await self.Receive<Down>(d => d.Ref == monitor);
            var lives = Process.IsAlive(unlinked);
            await tasks.Stop();
            return (down.Reason, lives);
        });

        Assert.Equal("boom", linked);
        Assert.True(unlinkedLives);
    }

    [Fact]
    public async Task An_ignored_task_leaves_nothing()
    {
        await using var node = TestNode.Start();

        var (running, ended, quiet) = await node.Run(async self =>
        {
            var failing = ProcessTask.Async(async () =>
            {
                await Process.Receive<string>();
                Process.Exit("boom");
            });
            var running = failing.Ignore();
            var monitor = Process.Monitor(failing.Pid);
            failing.Pid.Send("go");
            await self.Receive<Down>(d => d.Ref == monitor);

            var done = ProcessTask.Async(() => 5);
            monitor = Process.Monitor(done.Pid);
            await self.Receive<Down>(d => d.Ref == monitor);
            return (running, done.Ignore(), await self.Receive<object>(TimeSpan.FromMilliseconds(50)) is null);
        });

        Assert.IsType<TaskNone<Unit>>(running);
        Assert.Equal(new TaskOk<int>(5), ended);
        Assert.True(quiet);
    }

    [Fact]
    public async Task The_outcome_can_come_as_a_message()
    {
        await using var node = TestNode.Start();

        var (reply, down, refs) = await node.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var good = await tasks.AsyncNoLink(() => Process.Receive<string>());
            good.ReplyAsMessage();
            good.Pid.Send("value");
            var reply = await self.Receive<TaskReply<string>>();
            var bad = await tasks.AsyncNoLink(() => Process.Exit("boom"));
            bad.ReplyAsMessage();
            var down = await self.Receive<Down>();
            await tasks.Stop();
            return (reply, down, (good.Ref, bad.Ref));
        });

        Assert.Equal(new TaskReply<string>(refs.Item1, "value"), reply);
        Assert.Same(refs.Item2, down.Ref);
        Assert.Equal("boom", down.Reason);
    }

    [Fact]
    public async Task A_failure_that_was_announced_is_not_announced_again_after_it_is_taken()
    {
        await using var node = TestNode.Start();

        var (result, quiet) = await node.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var task = await tasks.AsyncNoLink(() => Process.Exit("boom"));
            var monitor = Process.Monitor(task.Pid);
            await self.Receive<Down>(d => d.Ref == monitor);
            var result = await task.Yield();
            var quiet = await self.Receive<object>(TimeSpan.Zero) is null;
            await tasks.Stop();
            return (result, quiet);
        });

        Assert.Equal(new TaskExit<Unit>("boom"), result);
        Assert.True(quiet);
    }

    [Fact]
    public async Task Shutdown_says_noproc_of_a_task_whose_value_was_taken_and_none_after_a_kill()
    {
        await using var node = TestNode.Start();

        var (taken, killed) = await node.Run(async _ =>
        {
            var done = ProcessTask.Async(() => 1);
            await done.Await();
            var running = ProcessTask.Async(() => Process.Receive<string>());
            return (await done.Shutdown(), await running.Shutdown(Shutdown.BrutalKill));
        });

        Assert.Equal(new TaskExit<int>(ExitReason.NoProc), taken);
        Assert.IsType<TaskNone<string>>(killed);
    }

    [Fact]
    public async Task AwaitMany_fails_with_the_first_failure_and_one_timeout_holds_for_all()
    {
        await using var node = TestNode.Start();

        var (failed, late) = await node.Run(async _ =>
        {
            Process.TrapExit = true;
            var slow = ProcessTask.Async(() => Process.Receive<int>());
            var failing = ProcessTask.Async(int () => throw new InvalidOperationException("no"));
            var failed = await Reason(() => ProcessTask.AwaitMany([slow, failing]));
            var late = await Reason(() => ProcessTask.AwaitMany([slow], TimeSpan.FromMilliseconds(20)));
            await slow.Shutdown();
            return (failed, late);
        });

        Assert.IsType<InvalidOperationException>(failed.Exception);
        Assert.Equal(ExitReason.Timeout, late);
    }

    [Fact]
    public async Task YieldMany_ignores_or_kills_what_is_late_and_stops_at_its_limit()
    {
        await using var node = TestNode.Start();

        var (killed, alive, limited) = await node.Run(async self =>
        {
            var quick = ProcessTask.Async(() => 1);
            var monitor = Process.Monitor(quick.Pid);
            await self.Receive<Down>(d => d.Ref == monitor);
            var slow = ProcessTask.Async(() => Process.Receive<int>());
            var killed = await ProcessTask.YieldMany([slow, quick], TimeSpan.FromMilliseconds(20), YieldTimeout.KillTask);
            var alive = Process.IsAlive(slow.Pid);
            var other = ProcessTask.Async(() => Process.Receive<int>());
            var limited = await ProcessTask.YieldMany([other, ProcessTask.Async(() => 2)], Timeout.InfiniteTimeSpan, YieldTimeout.Ignore, limit: 1);
            Process.Exit(other.Pid, ExitReason.Kill);
            return (killed, alive, limited);
        });

        Assert.Equal([TaskNone<int>.Instance, new TaskOk<int>(1)], killed);
        Assert.False(alive);
        Assert.Equal([TaskNone<int>.Instance, new TaskOk<int>(2)], limited);
    }

    [Fact]
    public async Task A_task_that_calls_its_waiting_owner_is_reported_as_a_deadlock()
    {
        await using var node = TestNode.Start();

        var reason = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var owner = self.Pid;
            var task = ProcessTask.Async(async () =>
            {
                await Process.Receive<string>();
                await Agent<int>.At(owner).Get();
            });
            task.Pid.Send("go");
            return await Reason(async () => await task.Await());
        });

        Assert.Equal("deadlock", reason.Tag);
    }

    [Fact]
    public async Task A_task_supervisor_refuses_more_children_than_it_may_have()
    {
        await using var node = TestNode.Start();

        var (child, reason) = await node.Run(async _ =>
        {
            var tasks = await TaskSupervisor.StartLink(maxChildren: 1);
            await tasks.StartChild(() => Process.Receive<string>());
            var child = await tasks.StartChild(() => { });
            StartException? refused = null;
            try
            {
                await tasks.AsyncNoLink(() => 1);
            }
            catch (StartException e)
            {
                refused = e;
            }

            await tasks.Stop();
            return (child, refused?.Reason);
        });

        Assert.Equal(new StartFailed("max_children"), child);
        Assert.Equal("max_children", reason);
    }

    [Fact]
    public async Task A_task_supervisor_stops_its_children_side_by_side_and_kills_those_that_do_not_stop()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var supervisor = await node.Run(async _ => new TaskSupervisor((await GenServer.TryStart(new TaskSupervisorStart(10))).OrThrow()));
        var ready = new CountdownEvent(3);
        var children = await node.Run(async _ =>
        {
            var pids = new List<Pid>();
            for (var i = 0; i < 3; i++)
            {
                pids.Add((await supervisor.StartChild(async () =>
                {
                    Process.TrapExit = true;
                    ready.Signal();
                    while (true)
                        await Process.Receive<Exit>();
                })).OrThrow());
            }

            return pids;
        });
        ready.Wait();

        var reasons = node.Run(async self =>
        {
            foreach (var pid in children)
                Process.Monitor(pid);
            var stop = ProcessTask.Async(() => supervisor.Stop());
            var reasons = new List<ExitReason>();
            for (var i = 0; i < 3; i++)
                reasons.Add((await self.Receive<Down>()).Reason);
            await stop.Await(Timeout.InfiniteTimeSpan);
            return reasons;
        });
        await node.AdvanceUntil(() => reasons.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.Equal([ExitReason.Killed, ExitReason.Killed, ExitReason.Killed], await reasons);
    }

    [Fact]
    public async Task TerminateChild_stops_one_task_and_knows_no_others()
    {
        await using var node = TestNode.Start();

        var (stopped, foreign, left) = await node.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var one = (await tasks.StartChild(() => Process.Receive<string>())).OrThrow();
            var two = (await tasks.StartChild(() => Process.Receive<string>())).OrThrow();
            var outcome = (await tasks.TerminateChild(one), await tasks.TerminateChild(self.Pid), await tasks.Children());
            await tasks.Stop();
            return (outcome.Item1, outcome.Item2, outcome.Item3.Single() == two);
        });

        Assert.True(stopped);
        Assert.False(foreign);
        Assert.True(left);
    }

    private static async Task<ExitReason> Reason<T>(Func<ValueTask<T>> action)
    {
        try
        {
            await action();
            return ExitReason.Of("succeeded");
        }
        catch (CallExitException e)
        {
            return e.Reason;
        }
    }
}
