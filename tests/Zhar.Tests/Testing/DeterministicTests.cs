using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Testing;

public sealed partial class DeterministicTests
{
    [Fact]
    public async Task One_seed_gives_the_same_schedule_each_time()
    {
        var hashes = new HashSet<ulong>();
        for (var i = 0; i < 100; i++)
            hashes.Add(await Ping(seed: 7));

        Assert.Single(hashes);
    }

    [Fact]
    public async Task Different_seeds_give_different_schedules()
    {
        var hashes = new HashSet<ulong>();
        for (var seed = 0; seed < 20; seed++)
            hashes.Add(await Ping(seed));

        Assert.True(hashes.Count > 10, $"{hashes.Count} schedules");
    }

    [Fact]
    public async Task A_timer_of_an_hour_fires_at_once()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var start = node.Clock.GetUtcNow();

        var message = await node.Run(async self =>
        {
            Process.SendAfter(self.Pid, TimeSpan.FromHours(1), "late");
            return await self.Receive<string>();
        });

        Assert.Equal("late", message);
        Assert.Equal(TimeSpan.FromHours(1), node.Clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task Time_stands_while_somebody_can_run()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var start = node.Clock.GetUtcNow();

        var sum = await node.Run(async _ =>
        {
            var account = await Account.Start(1);
            for (var i = 0; i < 50; i++)
                await account.Deposit(1);
            return await account.Balance();
        });

        Assert.Equal(51, sum);
        Assert.Equal(TimeSpan.Zero, node.Clock.GetUtcNow() - start);
    }

    [Fact]
    public async Task A_call_times_out_in_virtual_time()
    {
        await using var node = TestNode.Deterministic(seed: 1);

        var failure = await node.Run(async _ =>
        {
            var diary = await Diary.Start("x");
            return await diary.TryLater();
        });

        Assert.Equal(ExitReason.Timeout, Assert.IsType<Error<string>>(failure).Reason);
    }

    [Fact]
    public async Task An_await_on_the_thread_pool_is_reported_with_the_process_and_the_seed()
    {
        await using var node = TestNode.Deterministic(seed: 41);
        var gate = new ManualResetEventSlim();

        var failure = await Assert.ThrowsAsync<ForeignAwaitException>(() => node.Run(async self =>
        {
            Process.SetLabel("reader");
            var work = Task.Run(() => gate.Wait());
            Process.Spawn(_ => Open(gate)); // its turn comes when this one has begun to wait
            await work;
        }));

        Assert.Equal(41, failure.Seed);
        Assert.Contains("reader", failure.Who, StringComparison.Ordinal);
        Assert.False(node.Schedule.CanReplay);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_await_on_the_thread_pool_in_Init_or_Terminate_is_reported_too(bool whileStarting)
    {
        await using var node = TestNode.Deterministic(seed: 41);
        var gate = new ManualResetEventSlim();

        var failure = await Assert.ThrowsAsync<ForeignAwaitException>(() => node.Run(async _ =>
        {
            Process.Spawn(async _ =>
            {
                await Process.Delay(TimeSpan.FromSeconds(1)); // the clock stands until the server has begun to wait
                gate.Set();
            });
            var reader = await Reading.Start(gate, whileStarting);
            await GenServer.Stop(reader.Address);
        }));

        Assert.Contains(nameof(Reading), failure.Who, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_allowed_foreign_await_goes_on_but_voids_the_replay()
    {
        await using var node = TestNode.Deterministic(seed: 1, new ScheduleOptions { AllowForeignAwaits = true });
        var gate = new ManualResetEventSlim();

        var value = await node.Run(async self =>
        {
            var work = Task.Run(() =>
            {
                gate.Wait();
                return 3;
            });
            Process.Spawn(_ => Open(gate)); // its turn comes when this one has begun to wait
            return await work;
        });

        Assert.Equal(3, value);
        Assert.False(node.Schedule.CanReplay);
    }

    [Fact]
    public async Task A_task_that_another_process_completes_is_not_foreign()
    {
        await using var node = TestNode.Deterministic(seed: 1);

        var value = await node.Run(async _ =>
        {
            var done = new TaskCompletionSource<int>();
            Process.Spawn(async _ =>
            {
                await Process.Delay(TimeSpan.FromMinutes(1));
                done.SetResult(5);
            });
            return await done.Task;
        });

        Assert.Equal(5, value);
        Assert.True(node.Schedule.CanReplay);
    }

    [Fact]
    public async Task A_receive_that_nothing_can_end_is_a_deadlock_and_says_who_waits()
    {
        await using var node = TestNode.Deterministic(seed: 5);

        var failure = await Assert.ThrowsAsync<DeadlockException>(() => node.Run(async self =>
        {
            Process.SetLabel("waiter");
            self.Pid.Send("not this");
            await self.Receive<int>();
        }));

        Assert.Contains("'waiter'", failure.Waits, StringComparison.Ordinal);
        Assert.Contains("none of the 1 messages", failure.Waits, StringComparison.Ordinal);
        Assert.Contains("seed 5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_nobody_will_answer_shows_in_the_deadlock_with_its_request()
    {
        await using var node = TestNode.Deterministic(seed: 5);

        var failure = await Assert.ThrowsAsync<DeadlockException>(() => node.Run(async _ =>
        {
            var diary = await Diary.Start("x");
            await diary.Later(Timeout.InfiniteTimeSpan);
        }));

        Assert.Contains("waits for the reply to Later()", failure.Waits, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_keep_each_other_busy_for_ever_reach_the_limit_of_turns()
    {
        await using var node = TestNode.Deterministic(seed: 1, new ScheduleOptions { MaxTurns = 1000 });

        var failure = await Assert.ThrowsAsync<TurnLimitException>(() => node.Run(async self =>
        {
            Process.Spawn(async echo =>
            {
                Process.SetLabel("busy");
                while (true)
                {
                    echo.Pid.Send("again");
                    await echo.Receive();
                    await Process.Delay(TimeSpan.FromMilliseconds(1));
                }
            });
            await self.Receive<int>();
        }));

        Assert.Contains("'busy'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_from_plain_test_code_is_refused_with_the_way_to_do_it()
    {
        await using var node = TestNode.Deterministic(seed: 1);
        var account = await node.StartSupervised<Account.Ref>(Account.Child());
        await node.Settle();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await account.Balance());

        Assert.Contains("node.Run(async _ =>", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turns_are_written_down_on_request()
    {
        await using var node = TestNode.Deterministic(seed: 1, new ScheduleOptions { RecordTurns = true });

        await node.Run(async _ => await (await Account.Start(1)).Deposit(2));

        Assert.Contains(node.Schedule.Lines, line => line.Contains("Deposit(2)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_nodes_share_one_schedule_and_one_clock()
    {
        await using var a = TestNode.Deterministic(seed: 1);
        await using var b = a.StartPeer("b@localhost");
        var probe = b.StartProbe();

        await a.Run(async self =>
        {
            await Process.Delay(TimeSpan.FromMinutes(1));
            probe.Send(probe.Pid, self.Node.Name);
        });

        Assert.Equal("test@localhost", await probe.ExpectMessage<string>());
        Assert.Same(a.Clock, b.Clock);
    }

    [Fact]
    public async Task Killed_code_cleans_up_inside_the_schedule()
    {
        await using var node = TestNode.Deterministic(seed: 3);
        var gate = new SemaphoreSlim(1);

        await node.Run(async self =>
        {
            var holder = Process.Spawn(async _ =>
            {
                await gate.WaitAsync();
                try
                {
                    self.Pid.Send("held");
                    await Process.Delay(Timeout.InfiniteTimeSpan);
                }
                finally
                {
                    gate.Release();
                }
            });
            await self.Receive<string>();
            Process.Exit(holder, ExitReason.Kill);
            await gate.WaitAsync();
        });

        Assert.True(node.Schedule.CanReplay);
    }

    internal sealed partial class Reading : GenServer<ManualResetEventSlim>
    {
        private async ValueTask<Init<ManualResetEventSlim>> Init(ManualResetEventSlim gate, bool whileStarting)
        {
            Process.SetLabel(nameof(Reading));
            if (whileStarting)
                await Task.Run(() => gate.Wait());
            return Ok(gate);
        }

        protected override async ValueTask Terminate(ExitReason reason) => await Task.Run(() => State.Wait());
    }

    private static Task Open(ManualResetEventSlim gate)
    {
        gate.Set();
        return Task.CompletedTask;
    }

    private static async Task<ulong> Ping(int seed)
    {
        await using var node = TestNode.Deterministic(seed);
        await node.Run(async self =>
        {
            for (var i = 0; i < 5; i++)
            {
                var number = i;
                Process.SpawnLink(async _ =>
                {
                    await Process.Delay(TimeSpan.FromMilliseconds(number % 2));
                    self.Pid.Send(number);
                });
            }

            for (var i = 0; i < 5; i++)
                await self.Receive<int>();
        });
        return node.Schedule.Hash;
    }
}
