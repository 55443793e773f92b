using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Servers;

/// <summary>How servers end: who is told what, and when Terminate runs.</summary>
public sealed partial class ServerEndTests
{
    [Theory]
    [InlineData("stop", false, "r", true)]
    [InlineData("stop", true, "r", true)]
    [InlineData("raise", false, "error", true)]
    [InlineData("raise", true, "error", true)]
    [InlineData("exit", false, "e", true)]
    [InlineData("GenServer.Stop", false, "r", true)]
    [InlineData("GenServer.Stop", true, "r", true)]
    [InlineData("Stop while suspended", false, "r", true)]
    [InlineData("parent normal", true, "normal", true)]
    [InlineData("parent", true, "r", true)]
    [InlineData("parent while suspended", true, "r", true)]
    [InlineData("parent", false, "r", false)]
    [InlineData("other link", false, "r", false)]
    [InlineData("kill", true, "killed", false)]
    [InlineData("kill", false, "killed", false)]
    [InlineData("kill while suspended", true, "killed", false)]
    public async Task Terminate_runs_when_the_table_says_so(string ending, bool traps, string tag, bool terminates)
    {
        await using var node = TestNode.Start();
        var (down, terminated) = await node.Run(async self =>
        {
            var test = self.Pid;
            var parent = Process.Spawn(async p =>
            {
                var started = await Guarded.StartLink(test, traps);
                test.Send(started);
                Process.Exit(ExitReason.Of(await p.Receive<string>()) is { Tag: "normal" } ? ExitReason.Normal : "r");
            });
            var server = await self.Receive<Guarded.Ref>();
            var pid = server.Address.Pid;
            var monitor = Process.Monitor(pid);
            if (ending.EndsWith("while suspended", StringComparison.Ordinal))
                await Sys.Suspend(pid);
            switch (ending.Replace(" while suspended", "", StringComparison.Ordinal))
            {
                case "stop":
                    server.End("r");
                    break;
                case "raise":
                    server.Raise();
                    break;
                case "exit":
                    server.ExitInside("e");
                    break;
                case "GenServer.Stop" or "Stop":
                    Process.TrapExit = true;
                    await GenServer.Stop(pid, "r");
                    break;
                case "parent normal":
                    parent.Send("normal");
                    break;
                case "parent":
                    parent.Send("r");
                    break;
                case "other link":
                    Process.Spawn(_ =>
                    {
                        Process.Link(pid);
                        Process.Exit("r");
                        return Task.CompletedTask;
                    });
                    break;
                case "kill":
                    Process.Exit(pid, ExitReason.Kill);
                    break;
            }

            return (await self.Receive<Down>(monitor), await self.Receive<ExitReason>(TimeSpan.Zero));
        });

        Assert.Equal(tag, down.Reason.Tag);
        Assert.Equal(terminates ? down.Reason : null, terminated);
    }

    [Fact]
    public async Task A_server_that_does_not_trap_survives_the_normal_end_of_its_parent()
    {
        await using var node = TestNode.Start();
        var alive = await node.Run(async self =>
        {
            var test = self.Pid;
            var (_, monitor) = Process.SpawnMonitor(async _ => test.Send(await Guarded.StartLink(test, false)));
            var server = await self.Receive<Guarded.Ref>();
            await self.Receive<Down>(monitor);
            return await server.Ping();
        });

        Assert.True(alive);
    }

    [Fact]
    public async Task Two_stops_with_the_same_reason_both_succeed_and_another_reason_fails()
    {
        await using var node = TestNode.Start();
        var (same, other) = await node.Run(async self =>
        {
            var server = await Guarded.Start(self.Pid, false);
            await Sys.Suspend(server.Address);
            await Sys.Resume(server.Address);
            server.Wait(); // all three stops queue behind this
            var first = GenServer.Stop(server.Address, ExitReason.Shutdown).AsTask();
            var second = GenServer.Stop(server.Address, ExitReason.Shutdown).AsTask();
            var third = GenServer.Stop(server.Address, "different").AsTask();
            server.Address.Pid.Send(new GoOn());
            await first;
            await second;
            return (second.IsCompletedSuccessfully, await Assert.ThrowsAsync<CallExitException>(() => third));
        });

        Assert.True(same);
        Assert.Equal(ExitReason.Shutdown, other.Reason);
    }

    [Fact]
    public async Task A_stop_with_a_reply_answers_even_when_terminate_fails()
    {
        await using var node = TestNode.Start();
        var (reply, down, free) = await node.Run(async self =>
        {
            var server = await Clumsy.Start(name: "clumsy");
            var monitor = Process.Monitor(server.Address.Pid);
            var answer = await new Clumsy.Ref("clumsy").Leave();
            return (answer, await self.Receive<Down>(monitor), Process.WhereIs("clumsy").IsNone);
        });

        Assert.Equal("bye", reply);
        Assert.Equal("in terminate", down.Reason.Exception?.Message);
        Assert.True(free);
    }

    [Fact]
    public async Task Dispose_runs_after_the_end_and_its_fault_harms_nobody()
    {
        await using var node = TestNode.Start();
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await node.Run(async _ => await GenServer.Stop((await Disposing.Start(disposed)).Address));

        await disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.True(() => node.Log.Entries.Any(e => e.Id.Id == 7));
        Assert.Contains(node.Log.Entries, e => e.Exception?.Message == "in Dispose");
    }

    [Fact]
    public async Task A_crash_report_names_process_message_and_state()
    {
        await using var node = TestNode.Start();
        await node.Run(async self =>
        {
            var server = await Guarded.Start(self.Pid, false, name: "guarded");
            var monitor = Process.Monitor(server.Address.Pid);
            server.Raise();
            await self.Receive<Down>(monitor);
        });

        var report = Assert.Single(node.Log.Entries, e => e.Id.Id == 1);
        Assert.StartsWith("'guarded' #Pid<", (string?)report.Values["Process"], StringComparison.Ordinal);
        Assert.Equal("Raise()", report.Values["LastMessage"]);
        Assert.Contains("#Pid<", (string?)report.Values["State"], StringComparison.Ordinal);
        Assert.Equal("oops", report.Exception?.Message);
    }

    [Fact]
    public async Task Crossing_calls_fail_at_once_with_the_path()
    {
        await using var node = TestNode.Start();
        var (e, other) = await node.Run(async _ =>
        {
            var a = await Crossing.Start(name: "a");
            var b = await Crossing.Start(name: "b");
            return (await a.CallTo("b", "a"), await b.Ping());
        });

        Assert.NotNull(e);
        Assert.Equal("deadlock", e.Reason.Tag);
        Assert.Matches(@"Path: ('b' \S+ -\[Ping\(\)\]-> 'a' \S+ -\[CallBack\(""a""\)\]-> 'b'|'a' \S+ -\[CallBack\(""a""\)\]-> 'b' \S+ -\[Ping\(\)\]-> 'a')", e.Message);
        Assert.Contains("answer later through a From", e.Message, StringComparison.Ordinal);
        Assert.True(other);
    }

    [Fact]
    public async Task A_child_that_calls_its_starter_from_init_is_told()
    {
        await using var node = TestNode.Start();
        var e = await node.Run(async _ =>
        {
            await Crossing.Start(name: "parent");
            return await new Crossing.Ref("parent").StartChildThatCalls("parent");
        });

        Assert.Equal("deadlock", e.Tag);
    }

    [Fact]
    public async Task A_system_message_restarts_the_idle_timeout_and_a_message_cancels_it()
    {
        await using var node = TestNode.Start(virtualTime: true);
        await node.Run(async self =>
        {
            var server = await Idle.Start(self.Pid);
            await server.WaitFor(TimeSpan.FromMilliseconds(100));
            await Settled(server);
            node.Clock.Advance(TimeSpan.FromMilliseconds(60));
            await Sys.GetState<Pid>(server.Address);
            await Settled(server);
            node.Clock.Advance(TimeSpan.FromMilliseconds(60));
            Assert.Equal(1, node.Node.TimerCount); // 120 ms after the first, 60 ms after the second start

            await Sys.Suspend(server.Address);
            node.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Sys.GetState<Pid>(server.Address);
            Assert.Null(await self.Receive<string>(TimeSpan.Zero)); // suspended: nothing runs out
            await Sys.Resume(server.Address);
            await Settled(server);
            node.Clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal("idle", await self.Receive<string>());
            Assert.Equal(0, node.Node.TimerCount);
        });

        Task Settled(Idle.Ref server) =>
            Eventually.True(() => node.Node.TimerCount == 1 && Process.Info(server.Address.Pid)?.Status == "waiting");
    }

    internal sealed record GoOn;

    internal sealed partial class Guarded : GenServer<Pid>
    {
        private Init<Pid> Init(Pid test, bool traps)
        {
            Process.TrapExit = traps;
            return Ok(test);
        }

        [Call]
        private bool Ping() => true;

        [Cast]
        private Next End(string reason) => Stop(ExitReason.Of(reason));

        [Cast]
        private void Raise() => throw new InvalidOperationException("oops");

        [Cast]
        private void ExitInside(string reason) => Process.Exit(ExitReason.Of(reason));

        [Cast]
        private async ValueTask Wait() => await Process.Receive<GoOn>();

        protected override ValueTask Terminate(ExitReason reason)
        {
            State.Send(reason);
            return default;
        }
    }

    internal sealed partial class Clumsy : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private CallResult<string> Leave() => Stop(ExitReason.Normal, "bye");

        protected override ValueTask Terminate(ExitReason reason) => throw new InvalidOperationException("in terminate");
    }

    internal sealed partial class Disposing : GenServer<TaskCompletionSource>, IDisposable
    {
        private Init<TaskCompletionSource> Init(TaskCompletionSource disposed) => Ok(disposed);

        [Call]
        private bool Ping() => true;

        public void Dispose()
        {
            State.SetResult();
            throw new InvalidOperationException("in Dispose");
        }
    }

    internal sealed partial class Crossing : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private bool Ping() => true;

        [Call]
        private async ValueTask<CallExitException?> CallTo(string other, string me)
        {
            // Either of the two may be the one that closes the cycle.
            try
            {
                return await new Ref(other).CallBack(me);
            }
            catch (CallExitException e)
            {
                return e;
            }
        }

        [Call]
        private async ValueTask<CallExitException?> CallBack(string caller)
        {
            try
            {
                // Whoever begins to wait last hears of the cycle: that has to be this one.
                await Eventually.True(() => Process.Info(Process.WhereIs(caller))?.Status == "suspended");
                await new Ref(caller).Ping();
                return null;
            }
            catch (CallExitException e)
            {
                return e;
            }
        }

        [Call]
        private async ValueTask<ExitReason> StartChildThatCalls(string parent) => await Calling.TryStart(parent) is StartFailed failed ? failed.Reason : ExitReason.Normal;
    }

    internal sealed partial class Calling : GenServer<bool>
    {
        private async ValueTask<Init<bool>> Init(string parent) => Ok(await new Crossing.Ref(parent).Ping());
    }

    internal sealed partial class Idle : GenServer<Pid>
    {
        private Init<Pid> Init(Pid test) => Ok(test);

        [Call]
        private CallResult<bool> WaitFor(TimeSpan time) => Reply(true).WithTimeout(time);

        [Info]
        private void OnIdle(IdleTimeout _) => State.Send("idle");
    }
}
