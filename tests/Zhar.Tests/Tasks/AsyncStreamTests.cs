using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Tasks;

public sealed class AsyncStreamTests
{
    [Fact]
    public async Task Elements_are_pulled_only_as_tasks_become_free()
    {
        await using var node = TestNode.Start();
        var pulled = 0;

        var (first, pulledAtFirst) = await node.Run(async _ =>
        {
            await foreach (var result in ProcessTask.AsyncStream(Numbers(), FirstEnds, new AsyncStreamOptions { MaxConcurrency = 3 }))
                return (result, pulled);
            return (null!, -1);
        });

        Assert.Equal(new TaskOk<int>(1), first);
        Assert.Equal(3, pulledAtFirst);

        static async Task<int> FirstEnds(int n)
        {
            if (n > 1)
                await Process.Receive<string>();
            return n;
        }

        IEnumerable<int> Numbers()
        {
            while (true)
                yield return ++pulled;
        }
    }

    [Fact]
    public async Task Leaving_the_loop_kills_what_runs_and_leaves_no_message()
    {
        await using var node = TestNode.Start();

        var (alive, quiet) = await node.Run(async self =>
        {
            Process.TrapExit = true;
            var pids = new System.Collections.Concurrent.ConcurrentBag<Pid>();
            var stream = ProcessTask.AsyncStream(
                Enumerable.Range(0, 4),
                async n =>
                {
                    if (n == 0)
                        return n;
                    pids.Add(Process.Self);
                    await Process.Receive<string>();
                    return n;
                },
                new AsyncStreamOptions { MaxConcurrency = 4 });
            await foreach (var _ in stream)
                break;
            return (pids.Any(Process.IsAlive), await self.Receive<object>(TimeSpan.FromMilliseconds(50)) is null);
        });

        Assert.False(alive);
        Assert.True(quiet);
    }

    [Fact]
    public async Task A_crashing_element_ends_a_reader_and_is_a_result_for_one_that_traps_exits()
    {
        await using var node = TestNode.Start();

        var (down, trapped, quiet) = await node.Run(async self =>
        {
            Process.SpawnMonitor(async _ => await Read());
            var down = await self.Receive<Down>();
            Process.TrapExit = true;
            return (down, await Read(), await self.Receive<object>(TimeSpan.FromMilliseconds(50)) is null);
        });

        Assert.Equal("boom", down.Reason);
        Assert.Equal([new TaskOk<int>(1), new TaskExit<int>("boom") { Input = 2 }, new TaskOk<int>(3)], trapped);
        Assert.True(quiet);

        static async Task<List<TaskResult<int>>> Read()
        {
            var results = new List<TaskResult<int>>();
            await foreach (var result in ProcessTask.AsyncStream([1, 2, 3], Crash, new AsyncStreamOptions { ZipInputOnExit = true, MaxConcurrency = 1 }))
                results.Add(result);
            return results;
        }

        static int Crash(int n) => n == 2 ? throw new ProcessExitException("boom") : n;
    }

    [Fact]
    public async Task The_tasks_of_a_stream_end_with_their_reader()
    {
        await using var node = TestNode.Start();

        var reason = await node.Run(async self =>
        {
            var reader = Process.Spawn(async _ =>
            {
                await foreach (var ignored in ProcessTask.AsyncStream([1], async n =>
                {
                    self.Pid.Send(Process.Self);
                    await Process.Receive<string>();
                    return n;
                }))
                {
                }
            });
            var task = await self.Receive<Pid>();
            Process.Monitor(task);
            Process.Exit(reader, ExitReason.Of("leave"));
            return (await self.Receive<Down>()).Reason;
        });

        Assert.Equal(ExitReason.Killed, reason);
    }

    [Fact]
    public async Task An_element_over_its_time_counts_on_the_clock_of_the_node()
    {
        await using var node = TestNode.Start(virtualTime: true);
        var started = new TaskCompletionSource();

        var reading = node.Run(async _ =>
        {
            var stream = ProcessTask.AsyncStream(
                [1],
                async n =>
                {
                    started.SetResult();
                    await Process.Receive<string>();
                    return n;
                },
                new AsyncStreamOptions { OnTimeout = StreamTimeout.KillTask });
            await foreach (var result in stream)
                return result;
            return null;
        });
        await started.Task;
        await node.AdvanceUntil(() => reading.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.Equal(new TaskExit<int>(ExitReason.Timeout), await reading);
    }
}
