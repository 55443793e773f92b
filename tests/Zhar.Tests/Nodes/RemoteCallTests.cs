using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Nodes;

public sealed partial class RemoteCallTests
{
    [Fact]
    public async Task A_call_under_way_fails_with_nodedown_when_the_connection_is_lost()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var desk = await b.Run(_ => Desk.Start().AsTask());

        var failed = await a.Run(async _ =>
        {
            var waiting = desk.Wait(Timeout.InfiniteTimeSpan);
            await b.Run(async _ => await desk.WaitUntilSomebodyWaits(Timeout.InfiniteTimeSpan));
            await cluster.Cut(a, b);
            return await Assert.ThrowsAsync<CallExitException>(async () => await waiting);
        });

        Assert.Equal(ExitReason.Of("nodedown", b.Node.Name), failed.Reason);
        Assert.Equal(0, a.Node.TimerCount);
    }

    [Fact]
    public async Task A_call_without_a_connection_fails_with_nodedown_at_once()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var desk = await b.Run(_ => Desk.Start(name: "desk").AsTask());
        await cluster.Cut(a, b);

        var reasons = await a.Run(async _ => new[]
        {
            (await Assert.ThrowsAsync<CallExitException>(async () => await desk.Callers())).Reason,
            (await Assert.ThrowsAsync<CallExitException>(async () => await Desk.Ref.At(ServerRef.On(b.Node.Name, "desk")).Callers())).Reason,
            ((Error<int>)await desk.TryCallers()).Reason,
        });

        Assert.All(reasons, reason => Assert.Equal(ExitReason.Of("nodedown", b.Node.Name), reason));
    }

    [Fact]
    public async Task A_server_on_another_node_is_called_by_its_name_from_outside_a_process()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        await b.Run(_ => Desk.Start(name: "desk").AsTask());

        var desk = Desk.Ref.At(ServerRef.On(b.Node.Name, "desk").From(a.Node));

        Assert.Equal(0, await desk.Callers());
        Assert.True(desk.Address.WhereIs().IsNone);
    }

    [Fact]
    public async Task A_server_that_answers_later_knows_its_remote_caller()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var desk = await b.Run(_ => Desk.Start().AsTask());

        var (self, answer) = await a.Run(async self =>
        {
            var waiting = desk.Wait();
            desk.Answer();
            return (self.Pid, await waiting);
        });

        Assert.Equal(self, answer);
    }

    [Fact]
    public async Task A_call_that_timed_out_is_forgotten_on_both_nodes_and_its_late_reply_dropped()
    {
        await using var cluster = await TestCluster.Start(virtualTime: true);
        var (a, b) = (cluster[0], cluster[1]);
        var desk = await b.Run(_ => Desk.Start().AsTask());

        var (reason, after) = await a.Run(async self =>
        {
            var waiting = desk.Wait(TimeSpan.FromMilliseconds(100));
            cluster.Clock.Advance(TimeSpan.FromMilliseconds(100));
            var failed = await Assert.ThrowsAsync<CallExitException>(async () => await waiting);
            desk.Answer();
            var callers = await desk.Callers();
            return (failed.Reason, (callers, await self.Receive<object>(TimeSpan.Zero)));
        });
        await cluster.Quiet();

        Assert.Equal(ExitReason.Timeout, reason);
        Assert.Equal((1, null), after);
        Assert.Equal(0, PeerState.CallsBetween(a, b) + PeerState.CallsBetween(b, a));
    }

    [Fact]
    public async Task A_cancelled_call_is_forgotten_on_both_nodes()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var desk = await b.Run(_ => Desk.Start().AsTask());

        await a.Run(async _ =>
        {
            using var cancel = new CancellationTokenSource();
            var waiting = desk.Wait(cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
            await desk.Callers();
        });
        await cluster.Quiet();

        Assert.Equal(0, PeerState.CallsBetween(a, b) + PeerState.CallsBetween(b, a));
    }

    [Fact]
    public async Task Calls_that_a_dead_process_had_begun_are_forgotten_on_both_nodes_while_its_code_runs_on()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var desk = await b.Run(_ => Desk.Start().AsTask());
        var stop = false;

        var down = await a.Run(async self =>
        {
            var (pid, _) = Process.SpawnMonitor(_ =>
            {
                Task[] begun = [desk.Wait(Timeout.InfiniteTimeSpan).AsTask(), desk.Wait(Timeout.InfiniteTimeSpan).AsTask()];
                while (!Volatile.Read(ref stop))
                {
                }

                return Task.WhenAll(begun);
            });
            await desk.WaitUntilSomebodyWaits();
            Process.Exit(pid, ExitReason.Kill);
            return await self.Receive<Down>();
        });
        try
        {
            await PeerState.BecomesEmpty(a, b);
        }
        finally
        {
            Volatile.Write(ref stop, true);
        }

        Assert.Equal(ExitReason.Killed, down.Reason);
    }

    [Fact]
    public async Task Two_nodes_that_call_each_other_and_answer_later_are_no_deadlock()
    {
        await using var cluster = await TestCluster.Start();
        var (a, b) = (cluster[0], cluster[1]);
        var left = await a.Run(_ => Desk.Start().AsTask());
        var right = await b.Run(_ => Desk.Start().AsTask());

        var answer = await a.Run(async self =>
        {
            var asked = left.AskOther(right.Address.Pid);
            await right.WaitUntilSomebodyWaits();
            right.Answer();
            return await asked;
        });

        Assert.Equal(left.Address.Pid, answer);
    }

    internal sealed partial class Desk : GenServer<Desk.Queue>
    {
        public sealed class Queue
        {
            public List<From<Pid>> Waiting { get; } = [];

            public List<From<bool>> Watching { get; } = [];

            public int Callers { get; set; }
        }

        private Init<Queue> Init() => Ok(new Queue());

        /// <summary>Answered with the caller's own pid, by <see cref="Answer"/>.</summary>
        [Call]
        private void Wait(From<Pid> from)
        {
            State.Callers++;
            State.Waiting.Add(from);
            foreach (var watching in State.Watching)
                watching.Reply(true);
            State.Watching.Clear();
        }

        [Call]
        private void WaitUntilSomebodyWaits(From<bool> from)
        {
            if (State.Waiting.Count > 0)
                from.Reply(true);
            else
                State.Watching.Add(from);
        }

        [Call]
        private async Task<Pid> AskOther(Pid other) => await Desk.Ref.At(other).Wait();

        [Call]
        private int Callers() => State.Callers;

        [Cast]
        private void Answer()
        {
            foreach (var from in State.Waiting)
                from.Reply(from.Pid);
            State.Waiting.Clear();
        }
    }
}
