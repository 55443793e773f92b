using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>TSK: tasks.</summary>
public sealed class TskTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private static readonly TimeSpan Ever = Timeout.InfiniteTimeSpan;

    [Fact(Timeout = Limit)]
    public async Task TSK_001()
    {
        foreach (var traps in new[] { false, true })
        {
            var (value, quiet) = await Leftovers.Run(async self =>
            {
                Process.TrapExit = traps;
                var task = ProcessTask.Async(() => 42);
                return (await task.Await(), await self.IsQuiet());
            });

            Check.Equal(42, value);
            Check.True(quiet);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_002()
    {
        var down = await Leftovers.Run(async self =>
        {
            var (_, _) = Process.SpawnMonitor(async _ =>
            {
                var task = ProcessTask.Async(() => Process.Exit("boom"));
                await task.Await(Ever);
            });
            return await self.Receive<Down>();
        });

        Check.Equal("boom", down.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_003()
    {
        var (failure, pid, exit, quiet) = await Leftovers.Run(async self =>
        {
            Process.TrapExit = true;
            var task = ProcessTask.Async(() => Process.Exit("boom"));
            var failure = await Failure(() => task.Await());
            return (failure, task.Pid, await self.Receive<Exit>(TimeSpan.Zero), await self.IsQuiet());
        });

        Check.Equal("boom", failure.Reason);
        Check.Equal(pid, failure.Server.Pid);
        Check.Equal(new Exit(pid, "boom"), exit);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_004()
    {
        var (early, failure, alive) = await Leftovers.RunInVirtualTime(async (node, _) =>
        {
            var task = ProcessTask.Async(Never);
            var failing = Failure(() => task.Await(Ms(10)));
            var early = await failing.EndsBefore(Ms(10), node);
            var failure = await failing;
            var alive = Process.IsAlive(task.Pid);
            await task.Shutdown(Shutdown.BrutalKill);
            return (early, failure, alive);
        });

        Check.Equal(ExitReason.Timeout, failure.Reason);
        Check.Equal(Ms(10), failure.Timeout);
        Check.False(early);
        Check.True(alive);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_005()
    {
        var (first, early, failure) = await Leftovers.RunInVirtualTime(async (node, _) =>
        {
            var task = ProcessTask.Async(() => 1);
            var first = await task.Await();
            var failing = Failure(() => task.Await(Ms(30)));
            return (first, await failing.EndsBefore(Ms(30), node), await failing);
        });

        Check.Equal(1, first);
        Check.Equal(ExitReason.Timeout, failure.Reason);
        Check.False(early);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_006()
    {
        var (first, second, quiet) = await Leftovers.Run(async self =>
        {
            var task = ProcessTask.Async(() => Process.Receive<string>());
            var first = await task.Yield(Ms(10));
            task.Pid.Send("done");
            return (first, await task.Yield(Ever), await self.IsQuiet());
        });

        Check.IsType<TaskNone<string>>(first);
        Check.Equal<TaskResult<string>>(new TaskOk<string>("done"), second);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_007()
    {
        var (result, quiet) = await Leftovers.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var task = await tasks.AsyncNoLink(() => Process.Exit("boom"));
            var outcome = (await task.Yield(Ever), await self.IsQuiet());
            await tasks.Stop();
            return outcome;
        });

        Check.Equal<TaskResult<Unit>>(new TaskExit<Unit>("boom"), result);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_008()
    {
        var (down, task, pid, quiet) = await Leftovers.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var task = await tasks.AsyncNoLink(() => throw new InvalidOperationException("no"));
            var down = await self.Receive<Down>();
            var quiet = await self.IsQuiet();
            await tasks.Stop();
            return (down, task.Ref, task.Pid, quiet);
        });

        Check.Same(task, down.Ref);
        Check.Equal(pid, down.Pid);
        Check.Equal("no", Check.IsType<InvalidOperationException>(down.Reason.Exception).Message);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_009()
    {
        foreach (var traps in new[] { false, true })
        {
            var (result, alive, quiet) = await Leftovers.Run(async self =>
            {
                Process.TrapExit = traps;
                var task = ProcessTask.Async(Never);
                var result = await task.Shutdown();
                return (result, Process.IsAlive(task.Pid), await self.IsQuiet());
            });

            Check.IsType<TaskNone<int>>(result);
            Check.False(alive);
            Check.True(quiet);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_010()
    {
        var (result, quiet) = await Leftovers.Run(async self =>
        {
            var task = ProcessTask.Async(() => 7);
            var monitor = Process.Monitor(task.Pid);
            await self.Receive<Down>(d => d.Ref == monitor);
            return (await task.Shutdown(), await self.IsQuiet());
        });

        Check.Equal<TaskResult<int>>(new TaskOk<int>(7), result);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_011()
    {
        var (early, result, quiet) = await Leftovers.RunInVirtualTime(async (node, self) =>
        {
            var task = ProcessTask.Async(async () =>
            {
                Process.TrapExit = true;
                self.Pid.Send("ready");
                while (true)
                    await Process.Receive<object>();
            });
            await self.Receive<string>();
            var stopping = task.Shutdown(Ms(20)).AsTask();
            return (await stopping.EndsBefore(Ms(20), node), await stopping, await self.Receive<object>(TimeSpan.Zero) is null);
        });

        Check.Equal<TaskResult<Unit>>(new TaskExit<Unit>(ExitReason.Killed), result);
        Check.False(early);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_012()
    {
        var values = await Leftovers.Run(async _ =>
        {
            var tasks = new[] { 1, 2, 3 }.Select(n => ProcessTask.Async(async () =>
            {
                await Process.Delay(Ms(40 - (10 * n)));
                return n;
            })).ToList();
            return await ProcessTask.AwaitMany(tasks);
        });

        Check.Equal([1, 2, 3], values);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_013()
    {
        var (early, results) = await Leftovers.RunInVirtualTime(async (node, self) =>
        {
            var quick = ProcessTask.Async(() => 1);
            var monitor = Process.Monitor(quick.Pid);
            await self.Receive<Down>(d => d.Ref == monitor);
            var slow = ProcessTask.Async(Never);
            var yielding = ProcessTask.YieldMany([quick, slow], Ms(50)).AsTask();
            var early = await yielding.EndsBefore(Ms(50), node);
            var results = await yielding;
            await slow.Shutdown();
            return (early, results);
        });

        Check.Equal([new TaskOk<int>(1), TaskNone<int>.Instance], results);
        Check.False(early);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_014()
    {
        var failure = await Leftovers.Run(async _ =>
        {
            var task = ProcessTask.Async(() => Process.Exit(ExitReason.Normal));
            return await Failure(() => task.Await(Ever));
        });

        Check.Equal(ExitReason.Normal, failure.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_015()
    {
        foreach (var (ordered, expected) in new[] { (true, new[] { 1, 2, 3 }), (false, [3, 2, 1]) })
        {
            var results = await Leftovers.Run(async _ =>
            {
                var conductor = Process.SpawnLink(LastFirst);
                var stream = ProcessTask.AsyncStream(
                    [1, 2, 3],
                    async n =>
                    {
                        conductor.Send((n, Process.Self));
                        await Process.Receive<string>(static m => m == "go");
                        return n;
                    },
                    new AsyncStreamOptions { MaxConcurrency = 3, Ordered = ordered });
                return await Read(stream);
            });

            Check.Equal(expected.Select(static n => new TaskOk<int>(n)), results);
        }

        // Lets each task end, and be seen to have ended, before the one in front of it.
        static async Task LastFirst(ProcessContext self)
        {
            var tasks = new Dictionary<int, Pid>();
            while (tasks.Count < 3)
            {
                var (n, pid) = await self.Receive<(int, Pid)>();
                tasks[n] = pid;
            }

            foreach (var n in new[] { 3, 2, 1 })
            {
                var monitor = Process.Monitor(tasks[n]);
                tasks[n].Send("go");
                await self.Receive<Down>(d => d.Ref == monitor);
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_016()
    {
        var running = 0;
        var most = 0;
        var firstTwo = new TaskCompletionSource();

        var results = await Leftovers.Run(_ => Read(ProcessTask.AsyncStream(
            Enumerable.Range(0, 10),
            async n =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                if (now == 2)
                    firstTwo.TrySetResult();
                await firstTwo.Task;
                await Process.Delay(Ms(2));
                Interlocked.Decrement(ref running);
                return n;
            },
            new AsyncStreamOptions { MaxConcurrency = 2 })));

        Check.Equal(Enumerable.Range(0, 10).Select(static n => new TaskOk<int>(n)), results);
        Check.Equal(2, most);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_017()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var othersEnded = new TaskCompletionSource();

        var reading = node.Run(async self =>
        {
            Pid slow = default;
            var observer = Process.Spawn(async observer =>
            {
                for (var i = 0; i < 2; i++)
                {
                    var pid = await observer.Receive<Pid>();
                    var monitor = Process.Monitor(pid);
                    pid.Send("go");
                    await observer.Receive<Down>(d => d.Ref == monitor);
                }

                othersEnded.SetResult();
            });
            var stream = ProcessTask.AsyncStream(
                [1, 2, 3],
                async n =>
                {
                    if (n == 2)
                    {
                        slow = Process.Self;
                        return await Never();
                    }

                    observer.Send(Process.Self);
                    await Process.Receive<string>();
                    return n;
                },
                new AsyncStreamOptions { MaxConcurrency = 3, Timeout = Ms(50), OnTimeout = StreamTimeout.KillTask });
            var results = await Read(stream);
            return (results, Process.IsAlive(slow), await self.Receive<object>(TimeSpan.Zero) is null);
        });
        await othersEnded.Task;
        Check.False(reading.IsCompleted);
        await node.AdvanceUntil(() => reading.IsCompleted, Ms(50));
        var (results, slow, quiet) = await reading;
        Check.Equal([new TaskOk<int>(1), new TaskExit<int>(ExitReason.Timeout), new TaskOk<int>(3)], results);
        Check.False(slow);
        Check.True(quiet);
        await Leftovers.CheckNone(node);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_018()
    {
        var (down, failure, alive, quiet) = await Leftovers.Run(async self =>
        {
            Process.SpawnMonitor(_ => Read(ProcessTask.AsyncStream([1], _ => Never(), new AsyncStreamOptions { Timeout = Ms(20) })));
            var down = await self.Receive<Down>();

            Pid slow = default;
            var stream = ProcessTask.AsyncStream(
                [1],
                async _ =>
                {
                    slow = Process.Self;
                    return await Never();
                },
                new AsyncStreamOptions { Timeout = Ms(20) });
            var failure = await Failure(async () => await Read(stream));
            return (down, failure, Process.IsAlive(slow), await self.IsQuiet());
        });

        Check.Equal(ExitReason.Timeout, down.Reason);
        Check.Equal(ExitReason.Timeout, failure.Reason);
        Check.Equal(Ms(20), failure.Timeout);
        Check.False(alive);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_019()
    {
        var (results, quiet) = await Leftovers.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var results = await Read(tasks.AsyncStreamNoLink([1, 2, 3], n =>
            {
                if (n == 2)
                    Process.Exit("boom");
                return n;
            }));
            var quiet = await self.IsQuiet();
            await tasks.Stop();
            return (results, quiet);
        });

        Check.Equal([new TaskOk<int>(1), new TaskExit<int>("boom"), new TaskOk<int>(3)], results);
        Check.True(quiet);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_020()
    {
        var (outer, inner, supervised, own, p, first) = await Leftovers.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var task = ProcessTask.Async(async () =>
            {
                var outer = Process.Callers;
                var inner = await ProcessTask.Async(() => Process.Callers).Await();
                var supervised = await (await tasks.AsyncNoLink(() => Process.Callers)).Await();
                return (outer, inner, supervised);
            });
            var (outer, inner, supervised) = await task.Await();
            await tasks.Stop();
            return (outer, inner, supervised, Process.Callers, self.Pid, task.Pid);
        });

        Check.Empty(own);
        Check.Equal([p], outer);
        Check.Equal([first, p], inner);
        Check.Equal([first, p], supervised);
    }

    [Fact]
    public void TSK_021()
    {
        Check.Equal("value", Check.ThrowsAny<ArgumentException>(() => _ = new AsyncStreamOptions { MaxConcurrency = 0 }).ParamName);
        Check.ThrowsAny<ArgumentException>(() => _ = new AsyncStreamOptions { MaxConcurrency = -1 });
        Check.ThrowsAny<ArgumentException>(() => _ = new AsyncStreamOptions { OnTimeout = (StreamTimeout)7 });
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_022()
    {
        var (value, pid, before, after) = await Leftovers.Run(async self =>
        {
            var before = self.Node.ProcessCount;
            var task = ProcessTask.Completed("v");
            return (await task.Await(), task.Pid, before, self.Node.ProcessCount);
        });

        Check.Equal("v", value);
        Check.True(pid.IsNone);
        Check.Equal(before, after);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_023()
    {
        await using var node = TestNode.Start();

        var starter = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var raising = ProcessTask.Async(Raise);
            await raising.Yield(Ever);
            var shutdown = ProcessTask.Async(() => Process.Exit(ExitReason.Shutdown));
            await shutdown.Yield(Ever);
            return self.Pid;
        });
        await Leftovers.CheckNone(node);

        var report = Check.Single(node.Log.Entries);
        Check.Equal(starter.ToString(), report.Values["Starter"]);
        Check.Contains(nameof(Raise), report.Values["Function"]!.ToString());
        Check.Contains("broken", report.Values["Reason"]!.ToString());
        Check.IsType<InvalidOperationException>(report.Exception);
    }

    [Fact(Timeout = Limit)]
    public async Task TSK_024()
    {
        var (started, listed, children, reasons) = await Leftovers.Run(async self =>
        {
            var tasks = await TaskSupervisor.StartLink();
            var started = new List<Pid>();
            for (var i = 0; i < 3; i++)
                started.Add((await tasks.StartChild(Never)).OrThrow());
            var listed = await tasks.Children();
            var children = await tasks.WhichChildren();
            foreach (var pid in started)
                Process.Monitor(pid);
            await tasks.Stop();
            var reasons = new List<ExitReason>();
            for (var i = 0; i < 3; i++)
                reasons.Add((await self.Receive<Down>()).Reason);
            return (started, listed, children, reasons);
        });

        Check.Equal(started.ToHashSet(), listed.ToHashSet());
        Check.Equal(3, listed.Count);
        Check.True(children.All(static c => c.Restart == Restart.Temporary && c.Shutdown == Shutdown.After(TimeSpan.FromSeconds(5))));
        Check.Equal([ExitReason.Shutdown, ExitReason.Shutdown, ExitReason.Shutdown], reasons);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static async Task<int> Never()
    {
        await Process.Receive<string>();
        return -1;
    }

    private static int Raise() => throw new InvalidOperationException("broken");

    private static async Task<CallExitException> Failure<T>(Func<ValueTask<T>> action)
    {
        try
        {
            await action();
        }
        catch (CallExitException e)
        {
            return e;
        }

        throw new InvalidOperationException("The operation succeeded, which it must not.");
    }

    private static async Task<List<TaskResult<T>>> Read<T>(IAsyncEnumerable<TaskResult<T>> stream)
    {
        var results = new List<TaskResult<T>>();
        await foreach (var result in stream)
            results.Add(result);
        return results;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var now = Interlocked.CompareExchange(ref target, value, seen);
            if (now == seen)
                return;
            seen = now;
        }
    }
}
