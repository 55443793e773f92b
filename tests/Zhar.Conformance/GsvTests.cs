using Microsoft.Extensions.Logging;
using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>GenServer. The clock is the test's, and it stands still until it is moved.</summary>
public sealed partial class GsvTests(ITestOutputHelper output) : ProcessConformanceTest(output)
{
    private readonly TestNode _node = TestNode.Start(virtualTime: true);

    public override async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_001()
    {
        var (result, state) = await _node.Run(async _ =>
        {
            var started = await Box.TryStart(7);
            return (started, await Box.At(started).Get());
        });

        Check.False(Check.IsType<Started>(result).Pid.IsNone);
        Check.Equal(7, state);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_002()
    {
        var (result, free, answer) = await _node.Run(async self =>
        {
            var ignored = await Starting.TryStartLink("ignore", name: "box");
            var isFree = Process.WhereIs("box").IsNone;
            self.Pid.Send("alive");
            return (ignored, isFree, await self.Receive<string>());
        });

        Check.IsType<Ignored>(result);
        Check.True(free);
        Check.Equal("alive", answer);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_003()
    {
        var (result, free) = await _node.Run(async _ =>
            (await Starting.TryStart("stop", name: "box"), Process.WhereIs("box").IsNone));

        Check.Equal(new StartFailed("bad"), result);
        Check.True(free);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_004()
    {
        var (result, answer) = await _node.Run(async self =>
        {
            var failed = await Starting.TryStartLink("error");
            self.Pid.Send("alive");
            return (failed, await self.Receive<string>());
        });

        Check.Equal(new StartFailed("bad"), result);
        Check.Equal("alive", answer);
        Check.Empty(_node.Log.Entries.Where(e => e.Level >= LogLevel.Warning));
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_005()
    {
        var result = await _node.Run(async _ => await Starting.TryStart("nonsense"));

        Check.Equal("bad_return_value", Check.IsType<StartFailed>(result).Reason.Tag);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_006()
    {
        var inits = new Counter();
        var (first, second) = await _node.Run(async _ =>
        {
            var one = await CountedStart.TryStart(inits, name: "box");
            return (one, await CountedStart.TryStart(inits, name: "box"));
        });

        var pid = Check.IsType<Started>(first).Pid;
        var failed = Check.IsType<StartFailed>(second);
        Check.Equal(ExitReason.Of("already_started", pid), failed.Reason);
        Check.Equal(pid, failed.AlreadyStarted);
        Check.Equal(1, inits.Value);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_007()
    {
        var got = await _node.Run(async self =>
        {
            await Idle.Start(self.Pid, Ms(0));
            return await self.Receive<string>();
        });

        Check.Equal("timeout", got);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_008()
    {
        var (first, rest) = await _node.Run(async self =>
        {
            var idle = await Idle.Start(self.Pid, Ms(50));
            await Until(() => _node.Node.TimerCount == 1);
            _node.Clock.Advance(Ms(10));
            idle.Address.Pid.Send("message");
            var handled = await self.Receive<string>();
            _node.Clock.Advance(Ms(500));
            await idle.Ping();
            return (handled, await Drain(self));
        });

        Check.Equal("message", first);
        Check.Empty(rest);
        Check.Equal(0, _node.Node.TimerCount);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_009()
    {
        var order = await _node.Run(async _ =>
        {
            var server = await Continuing.Start();
            return await server.Order();
        });

        Check.Equal(["continue", "message"], order);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_010()
    {
        var (reply, state) = await _node.Run(async _ =>
        {
            var box = await Box.Start(1);
            return (await box.Swap(2), await box.Get());
        });

        Check.Equal(1, reply);
        Check.Equal(2, state);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_011()
    {
        var reply = await _node.Run(async self =>
        {
            var server = await Deferring.Start();
            var test = self.Pid;
            Process.Spawn(async _ => test.Send(await server.Ask()));
            await Eventually.True(async () => await server.HasWaiting());
            server.Answer("later");
            return await self.Receive<string>();
        });

        Check.Equal("later", reply);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_012()
    {
        var reply = await _node.Run(async self =>
        {
            var third = Process.Spawn(async p => (await p.Receive<From<string>>()).Reply("by another"));
            var server = await Delegating.Start(third);
            return await server.Ask();
        });

        Check.Equal("by another", reply);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_013()
    {
        var order = await _node.Run(async _ =>
        {
            var list = await Numbers.Start();
            for (var i = 0; i < 100; i++)
                list.Add(i);
            return await list.All();
        });

        Check.Equal(Enumerable.Range(0, 100), order);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_014()
    {
        var (first, state) = await _node.Run(async self =>
        {
            var idle = await Idle.Start(self.Pid, Ms(1000));
            idle.Address.Pid.Send("any");
            var handled = await self.Receive<string>();
            var box = await Box.Start(3);
            box.Address.Pid.Send("nobody takes this");
            return (handled, await box.Get());
        });

        Check.Equal("any", first);
        Check.Equal(3, state);
        var line = Check.Single(_node.Log.Entries.Where(e => e.Level >= LogLevel.Warning));
        Check.Contains(nameof(Box), line.Message);
        Check.Contains("String", line.Message);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_015()
    {
        var exit = await _node.Run(async _ =>
        {
            var box = await Box.Start(1);
            await GenServer.Stop(box.Address);
            return await ExitOf(() => box.Get());
        });

        Check.NotNull(exit);
        Check.Equal(ExitReason.NoProc, exit.Reason);
        Check.Equal("Get()", exit.Request);
        Check.False(exit.Server.Pid.IsNone);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_016()
    {
        var exit = await _node.Run(async _ =>
        {
            var box = new Box.Ref("nobody");
            box.Set(5);
            return await ExitOf(() => box.Get());
        });

        Check.NotNull(exit);
        Check.Equal(ExitReason.NoProc, exit.Reason);
        Check.Equal(ServerName.Of("nobody"), exit.Server.Name);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_017()
    {
        var server = await _node.Run(async _ => await Sleepy.Start());
        var call = _node.Run(async self =>
        {
            var failure = await ExitOf(() => server.Sleep(Ms(80), Ms(20)));
            _node.Clock.Advance(Ms(200));
            await server.Ping();
            return (failure, await Drain(self));
        });

        await Until(() => _node.Node.TimerCount == 1);
        _node.Clock.Advance(Ms(20));
        var (exit, messages) = await Patiently(call);

        Check.NotNull(exit);
        Check.Equal(ExitReason.Timeout, exit.Reason);
        Check.Equal(Ms(20), exit.Timeout);
        Check.Contains("Sleep(", exit.Request);
        Check.Empty(messages);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_018()
    {
        var exit = await _node.Run(async _ => await (await Selfish.Start()).CallYourself());

        Check.NotNull(exit);
        Check.Equal(ExitReason.CallingSelf, exit.Reason);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_019()
    {
        var (exit, down) = await _node.Run(async self =>
        {
            var server = await Ending.Start(self.Pid);
            var monitor = Process.Monitor(server.Address.Pid);
            return (await ExitOf(() => server.Raise()), await self.Receive<Down>(monitor));
        });

        Check.NotNull(exit);
        Check.Equal("oops", Check.IsType<InvalidOperationException>(exit.Reason.Exception).Message);
        Check.Equal("Raise()", exit.Request);
        Check.Equal(exit.Reason, down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_020()
    {
        var (reply, terminated, down) = await _node.Run(async self =>
        {
            var server = await Ending.Start(self.Pid);
            var monitor = Process.Monitor(server.Address.Pid);
            return (await server.StopWithReply("bye"), await self.Receive<Terminated>(TimeSpan.Zero), await self.Receive<Down>(monitor));
        });

        Check.Equal("bye", reply);
        Check.Equal(ExitReason.Normal, terminated?.Reason);
        Check.Equal(ExitReason.Normal, down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_021()
    {
        var exit = await _node.Run(async self => await ExitOf(async () => await (await Ending.Start(self.Pid)).StopWithoutReply()));

        Check.NotNull(exit);
        Check.Equal(ExitReason.Normal, exit.Reason);
        Check.Equal("StopWithoutReply()", exit.Request);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_022()
    {
        var (terminated, down) = await _node.Run(async self =>
        {
            var server = await Ending.Start(self.Pid);
            var monitor = Process.Monitor(server.Address.Pid);
            server.Count();
            server.Count();
            server.RaiseAfterCount();
            return (await self.Receive<Terminated>(), await self.Receive<Down>(monitor));
        });

        Check.IsType<InvalidOperationException>(terminated.Reason.Exception);
        Check.Equal(2, terminated.State);
        Check.Equal(terminated.Reason, down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_023()
    {
        var down = await _node.Run(async self =>
        {
            var server = await BadEnd.Start();
            var monitor = Process.Monitor(server.Address.Pid);
            server.Finish();
            return await self.Receive<Down>(monitor);
        });

        Check.Equal("t", down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_024()
    {
        var (terminated, down) = await _node.Run(async self => await EndOfParent(self, trapping: true));

        Check.Equal("r", terminated?.Reason);
        Check.Equal("r", down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_025()
    {
        var (terminated, down) = await _node.Run(async self => await EndOfParent(self, trapping: false));

        Check.Null(terminated);
        Check.Equal("r", down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_026()
    {
        var (peer, exit, alive) = await _node.Run(async self =>
        {
            var server = await Ending.Start(self.Pid, trapping: true);
            var linked = Process.Spawn(async p =>
            {
                Process.Link(server.Address.Pid);
                await ExitsOnDemand(p);
            });
            linked.Send("z");
            return (linked, await self.Receive<Exit>(), await server.Ping());
        });

        Check.Equal(new Exit(peer, "z"), exit);
        Check.True(alive);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_027()
    {
        var (alive, terminated) = await _node.Run(async self =>
        {
            var server = await Ending.Start(self.Pid);
            await GenServer.Stop(server.Address, ExitReason.Shutdown);
            return (Process.IsAlive(server.Address.Pid), await self.Receive<Terminated>(TimeSpan.Zero));
        });

        Check.False(alive);
        Check.Equal(ExitReason.Shutdown, terminated?.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_028()
    {
        var exit = await _node.Run(async self =>
        {
            var server = await Ending.Start(self.Pid);
            await GenServer.Stop(server.Address);
            return await ExitOf(() => GenServer.Stop(server.Address));
        });

        Check.NotNull(exit);
        Check.Equal(ExitReason.NoProc, exit.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_029()
    {
        var server = await _node.Run(async _ => await SlowEnd.Start(Ms(200)));
        var stop = _node.Run(async self =>
        {
            var monitor = Process.Monitor(server.Address.Pid);
            var failure = await ExitOf(() => GenServer.Stop(server.Address, timeout: Ms(20)));
            var stillThere = Process.IsAlive(server.Address.Pid);
            _node.Clock.Advance(Ms(200));
            return (failure, stillThere, await self.Receive<Down>(monitor));
        });

        await Until(() => _node.Node.TimerCount == 1);
        _node.Clock.Advance(Ms(20));
        var (exit, alive, down) = await Patiently(stop);

        Check.NotNull(exit);
        Check.Equal(ExitReason.Timeout, exit.Reason);
        Check.True(alive);
        Check.Equal(ExitReason.Normal, down.Reason);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_030()
    {
        var (pid, exit) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var box = await Box.StartLink(1);
            await GenServer.Stop(box.Address, "weird");
            return (box.Address.Pid, await self.Receive<Exit>());
        });

        Check.Equal(new Exit(pid, "weird"), exit);
        var report = Check.Single(_node.Log.Entries.Where(e => e.Level >= LogLevel.Error));
        Check.Equal<object?>("weird", report.Values["Reason"]);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_031()
    {
        var (early, first, rest) = await _node.Run(async self =>
        {
            var idle = await Idle.Start(self.Pid, Ms(1000));
            await idle.WaitFor(Ms(30));
            await Until(() => _node.Node.TimerCount == 1);
            _node.Clock.Advance(Ms(29));
            var armed = _node.Node.TimerCount;
            _node.Clock.Advance(Ms(1));
            var got = await self.Receive<string>();
            _node.Clock.Advance(Ms(500));
            await idle.Ping();
            return (armed, got, await Drain(self));
        });

        Check.Equal(1, early);
        Check.Equal("timeout", first);
        Check.Empty(rest);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_032()
    {
        var (both, half) = await _node.Run(async _ =>
        {
            await Box.Start(1, name: "a");
            await Box.Start(2, name: "b");
            return (await GenServer.MultiCall(["a", "b"], (Box.Ref box) => box.Get()),
                await GenServer.MultiCall(["a", "nobody"], (Box.Ref box) => box.Get()));
        });

        Check.Equal([("a", 1), ("b", 2)], both.Replies.Select(r => (r.Server.Name.Local!, r.Reply)));
        Check.Empty(both.Failed);
        Check.Equal([("a", 1)], half.Replies.Select(r => (r.Server.Name.Local!, r.Reply)));
        Check.Equal([("nobody", ExitReason.NoProc)], half.Failed.Select(f => (f.Server.Name.Local!, f.Reason)));
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_033()
    {
        var status = await _node.Run(async self =>
        {
            var vault = await Vault.Start();
            var seen = await Sys.GetStatus(vault.Address);
            var monitor = Process.Monitor(vault.Address.Pid);
            vault.Raise();
            await self.Receive<Down>(monitor);
            return seen;
        });

        Check.Contains("user=me", status.State?.ToString());
        Check.DoesNotContain("12345", status.State?.ToString() ?? "");
        var report = Check.Single(_node.Log.Entries.Where(e => e.Level >= LogLevel.Error));
        Check.Contains("user=me", report.Message);
        Check.DoesNotContain("12345", report.Message);
        Check.DoesNotContain(report.Values.Values, v => v?.ToString()?.Contains("12345", StringComparison.Ordinal) == true);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task GSV_034()
    {
        var box = await _node.Run(async _ => await Box.Start(4, options: new StartOptions { HibernateAfter = Ms(30) }));
        var before = Process.Info(box.Address.Pid)?.Status;
        _node.Clock.Advance(Ms(100));
        await Until(() => Process.Info(box.Address.Pid)?.Status == "hibernating");

        Check.NotEqual("hibernating", before);
        Check.Equal(4, await box.Get());
        Check.Equal("waiting", Process.Info(box.Address.Pid)?.Status);
        await StopAll();
    }

    private static async Task<(Terminated? Terminated, Down Down)> EndOfParent(ProcessContext self, bool trapping)
    {
        var test = self.Pid;
        var parent = Process.Spawn(async p =>
        {
            var server = await Ending.StartLink(test, trapping);
            test.Send(server.Address.Pid);
            await ExitsOnDemand(p);
        });
        var monitor = Process.Monitor(await self.Receive<Pid>());
        parent.Send("r");
        var down = await self.Receive<Down>(monitor);
        return (await self.Receive<Terminated>(TimeSpan.Zero), down);
    }

    private async Task StopAll()
    {
        await _node.Run(async self =>
        {
            foreach (var pid in _node.Node.ProcessIds.Where(p => p != self.Pid))
                await GenServer.Stop(pid);
        });
        await CheckNothingIsLeft(_node);
    }

    internal sealed class Counter
    {
        public int Value { get; set; }
    }

    internal sealed record Terminated(ExitReason Reason, int State);

    internal sealed partial class Box : GenServer<int>
    {
        public static Ref At(StartResult started) => new(started.OrThrow());

        private Init<int> Init(int value) => Ok(value);

        [Call]
        private int Get() => State;

        [Call]
        private int Swap(int value)
        {
            var old = State;
            State = value;
            return old;
        }

        [Cast]
        private void Set(int value) => State = value;
    }

    internal sealed partial class Starting : GenServer<int>
    {
        private Init<int> Init(string how) => how switch
        {
            "ignore" => Ignore,
            "stop" => StopInit("bad"),
            "error" => Fail("bad"),
            _ => null!,
        };
    }

    internal sealed partial class CountedStart : GenServer<int>
    {
        private Init<int> Init(Counter inits) => Ok(++inits.Value);
    }

    internal sealed partial class Idle : GenServer<Pid>
    {
        private Init<Pid> Init(Pid test, TimeSpan timeout) => Ok(test).WithTimeout(timeout);

        [Call]
        private bool Ping() => true;

        [Call]
        private CallResult<bool> WaitFor(TimeSpan timeout) => Reply(true).WithTimeout(timeout);

        [Info]
        private void OnTimeout(IdleTimeout _) => State.Send("timeout");

        [Info]
        private void OnText(string text) => State.Send(text);
    }

    internal sealed partial class Continuing : GenServer<List<string>>
    {
        private Init<List<string>> Init()
        {
            Self.Send("message");
            return Ok([]).ThenContinue(new Step());
        }

        [Continue]
        private void OnStep(Step _) => State = [.. State, "continue"];

        [Info]
        private void OnText(string text) => State = [.. State, text];

        [Call]
        private IReadOnlyList<string> Order() => [.. State];

        internal sealed record Step;
    }

    internal sealed partial class Deferring : GenServer<From<string>?>
    {
        private Init<From<string>?> Init() => Ok(null);

        [Call]
        private void Ask(From<string> from) => State = from;

        [Call]
        private bool HasWaiting() => State is not null;

        [Cast]
        private void Answer(string text) => State?.Reply(text);
    }

    internal sealed partial class Delegating : GenServer<Pid>
    {
        private Init<Pid> Init(Pid third) => Ok(third);

        [Call]
        private void Ask(From<string> from) => State.Send(from);
    }

    internal sealed partial class Numbers : GenServer<List<int>>
    {
        private Init<List<int>> Init() => Ok([]);

        [Cast]
        private void Add(int number) => State = [.. State, number];

        [Call]
        private IReadOnlyList<int> All() => [.. State];
    }

    internal sealed partial class Sleepy : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private async ValueTask<int> Sleep(TimeSpan time)
        {
            await Process.Delay(time);
            return 0;
        }

        [Call]
        private bool Ping() => true;
    }

    internal sealed partial class Selfish : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private async ValueTask<CallExitException?> CallYourself() => await ExitOf(() => new Ref(Self).Ping());

        [Call]
        private bool Ping() => true;
    }

    internal sealed partial class Ending : GenServer<(Pid Test, int Count)>
    {        private Init<(Pid Test, int Count)> Init(Pid test, bool trapping = false)
        {
            Process.TrapExit = trapping;
            return Ok((test, 0));
        }

        [Call]
        private int Raise() => throw new InvalidOperationException("oops");

        [Call]
        private bool Ping() => true;

        [Call]
        private CallResult<string> StopWithReply(string reply) => Stop(ExitReason.Normal, reply);

        [Call]
        private CallResult<string> StopWithoutReply() => Stop(ExitReason.Normal);

        [Cast]
        private void Count() => State = (State.Test, State.Count + 1);

        [Cast]
        private void RaiseAfterCount() => throw new InvalidOperationException($"at {State.Count}");

        [Info]
        private void OnExit(Exit exit) => State.Test.Send(exit);

        protected override ValueTask Terminate(ExitReason reason)
        {
            State.Test.Send(new Terminated(reason, State.Count));
            return default;
        }
    }

    internal sealed partial class BadEnd : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Cast]
        private Next Finish() => Stop(ExitReason.Normal);

        protected override ValueTask Terminate(ExitReason reason) => throw new ProcessExitException("t");
    }

    internal sealed partial class SlowEnd : GenServer<TimeSpan>
    {
        private Init<TimeSpan> Init(TimeSpan time) => Ok(time);

        protected override ValueTask Terminate(ExitReason reason) => Process.Delay(State);
    }

    internal sealed partial class Vault : GenServer<string>
    {
        private Init<string> Init() => Ok("user=me pin=12345");

        [Cast]
        private void Raise() => throw new InvalidOperationException("oops");

        protected override object? FormatStatus(object? state) => ((string)state!).Replace("12345", "***", StringComparison.Ordinal);
    }
}
