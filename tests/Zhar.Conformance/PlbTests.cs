using Microsoft.Extensions.Logging;
using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>The start protocol.</summary>
public sealed partial class PlbTests(ITestOutputHelper output) : ProcessConformanceTest(output)
{
    private readonly TestNode _node = TestNode.Start(virtualTime: true);

    public override async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task PLB_001()
    {
        var probe = new InitProbe();
        var start = _node.Run(async _ =>
        {
            var result = await Slow.TryStartLink(probe, Ms(100));
            return (result, probe.Finished);
        });

        await Patiently(probe.Begun.Task);
        await Until(() => _node.Node.TimerCount == 1);
        _node.Clock.Advance(Ms(99));
        Check.False(start.IsCompleted);
        Check.False(probe.Finished);

        _node.Clock.Advance(Ms(1));
        var (started, finished) = await Patiently(start);
        Check.True(finished);
        Check.IsType<Started>(started);
        await StopAll();
    }

    [Fact(Timeout = Limit)]
    public async Task PLB_002()
    {
        var probe = new InitProbe();
        var start = _node.Run(async self =>
        {
            Process.TrapExit = true;
            var failed = await Slow.TryStartLink(probe, Ms(500), options: new StartOptions { Timeout = Ms(30) });
            return (failed, Process.IsAlive(probe.Pid), await Drain(self));
        });

        await Patiently(probe.Begun.Task);
        await Until(() => _node.Node.TimerCount == 1);
        _node.Clock.Advance(Ms(29));
        Check.False(start.IsCompleted);
        _node.Clock.Advance(Ms(1));
        var (result, alive, messages) = await Patiently(start);

        Check.Equal(new StartFailed(ExitReason.Timeout), result);
        Check.False(alive);
        Check.Empty(messages);
        Check.False(probe.Finished);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PLB_003()
    {
        var (result, answer) = await _node.Run(async self =>
        {
            var failed = await Failing.TryStart("raise");
            self.Pid.Send("alive");
            return (failed, await self.Receive<string>());
        });

        var reason = Check.IsType<StartFailed>(result).Reason;
        Check.Equal("oops", Check.IsType<InvalidOperationException>(reason.Exception).Message);
        Check.Equal("alive", answer);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PLB_004()
    {
        var wentOn = false;
        var down = await _node.Run(async self =>
        {
            var (_, monitor) = Process.SpawnMonitor(async _ =>
            {
                await Failing.TryStartLink("r");
                wentOn = true;
                await Process.Delay(Ms(1));
            });
            return await self.Receive<Down>(monitor);
        });

        Check.Equal("r", down.Reason);
        Check.False(wentOn);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PLB_005()
    {
        var (unnamed, starter, named) = await _node.Run(async self =>
        {
            var first = await Plain.Start();
            var info = Process.Info(first.Address.Pid)!;
            await GenServer.Stop(first.Address);

            Process.Register("starter");
            var second = await Plain.Start();
            var infoOfSecond = Process.Info(second.Address.Pid)!;
            await GenServer.Stop(second.Address);
            return (info, self.Pid, infoOfSecond);
        });

        Check.Equal(starter.ToString(), unnamed.Ancestors[0]);
        Check.Equal(starter, unnamed.Parent);
        Check.Equal("starter", named.Ancestors[0]);
        Check.Equal(typeof(Plain).FullName!, named.InitialCall);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task PLB_006()
    {
        var (crashed, parent) = await _node.Run(async self =>
        {
            Process.TrapExit = true;
            var child = Process.SpawnLink(ExitsOnDemand);
            var monitor = Process.Monitor(child);
            child.Send(1);
            child.Send(2);
            child.Send("boom");
            await self.Receive<Down>(monitor);

            ExitReason[] clean = [ExitReason.Normal, ExitReason.Shutdown, ExitReason.ShutdownWith("x")];
            foreach (var reason in clean)
            {
                var (_, quiet) = Process.SpawnMonitor(Exits(reason));
                await self.Receive<Down>(quiet);
            }

            return (child, self.Pid);
        });

        var report = Check.Single(_node.Log.Entries.Where(e => e.Level >= LogLevel.Warning));
        Check.Equal(crashed.ToString(), report.Values["Process"]);
        Check.Equal<object?>("boom", report.Values["Reason"]);
        Check.Equal<object?>(parent.ToString(), report.Values["Ancestors"]);
        Check.Equal<object?>(parent.ToString(), report.Values["Links"]);
        Check.Equal<object?>(2, report.Values["MailboxLength"]);
        await CheckNothingIsLeft(_node);
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

    internal sealed class InitProbe
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Finished { get; set; }

        public Pid Pid { get; set; }
    }

    internal sealed partial class Slow : GenServer<int>
    {
        private async ValueTask<Init<int>> Init(InitProbe probe, TimeSpan time)
        {
            probe.Pid = Self;
            probe.Begun.SetResult();
            await Process.Delay(time);
            probe.Finished = true;
            return Ok(0);
        }
    }

    internal sealed partial class Failing : GenServer<int>
    {
        private Init<int> Init(string how)
        {
            if (how == "raise")
                throw new InvalidOperationException("oops");
            Process.Exit(ExitReason.Of(how));
            return Ok(0);
        }
    }

    internal sealed partial class Plain : GenServer<int>
    {
        private Init<int> Init() => Ok(0);
    }
}
