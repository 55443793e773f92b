using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>Timers. The clock is the test's, and it stands still until it is moved.</summary>
public sealed class TmrTests(ITestOutputHelper output) : ProcessConformanceTest(output)
{
    private readonly TestNode _node = TestNode.Start(virtualTime: true);

    public override async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task TMR_001()
    {
        var (early, justBefore, inTime, late) = await _node.Run(async self =>
        {
            Process.SendAfter(self.Pid, Ms(30), "ring");
            _node.Clock.Advance(Ms(15));
            var atHalf = await Drain(self);
            _node.Clock.Advance(Ms(14));
            var almost = await Drain(self);
            _node.Clock.Advance(Ms(1));
            var atEnd = await Drain(self);
            _node.Clock.Advance(Ms(1000));
            return (atHalf, almost, atEnd, await Drain(self));
        });

        Check.Empty(early);
        Check.Empty(justBefore);
        Check.Equal<object>("ring", Check.Single(inTime));
        Check.Empty(late);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task TMR_002()
    {
        var (left, messages) = await _node.Run(async self =>
        {
            var timer = Process.SendAfter(self.Pid, Ms(1000), "ring");
            var remaining = Process.CancelTimer(timer);
            _node.Clock.Advance(Ms(2000));
            return (remaining, await Drain(self));
        });

        Check.NotNull(left);
        Check.InRange(left.Value, Ms(1), Ms(1000));
        Check.Empty(messages);
        Check.Equal(0, _node.Node.TimerCount);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task TMR_003()
    {
        var (first, second) = await _node.Run(self =>
        {
            var timer = Process.SendAfter(self.Pid, Ms(1000), "ring");
            return Task.FromResult((Process.CancelTimer(timer), Process.CancelTimer(timer)));
        });

        Check.NotNull(first);
        Check.Null(second);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task TMR_004()
    {
        var (timer, messages) = await _node.Run(async self =>
        {
            var reference = Process.StartTimer(self.Pid, Ms(10), "x");
            _node.Clock.Advance(Ms(10));
            return (reference, await Drain(self));
        });

        var fired = Check.IsType<TimerFired>(Check.Single(messages));
        Check.Same(timer, fired.Timer);
        Check.Equal<object>("x", fired.Message);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task TMR_005()
    {
        var (before, during, after, left) = await _node.Run(async self =>
        {
            var old = _node.Node.TimerCount;
            var (pid, monitor) = Process.SpawnMonitor(ExitsOnDemand);
            var timer = Process.SendAfter(pid, Ms(1000), "ring");
            var running = _node.Node.TimerCount;
            pid.Send("done");
            await self.Receive<Down>(monitor);
            var now = _node.Node.TimerCount;
            _node.Clock.Advance(Ms(2000));
            return (old, running, now, Process.ReadTimer(timer));
        });

        Check.Equal(before + 1, during);
        Check.Equal(before, after);
        Check.Null(left);
        await CheckNothingIsLeft(_node);
    }

    [Fact(Timeout = Limit)]
    public async Task TMR_006()
    {
        var (fresh, half, fired) = await _node.Run(self =>
        {
            var timer = Process.SendAfter(self.Pid, Ms(1000), "ring");
            var atStart = Process.ReadTimer(timer);
            _node.Clock.Advance(Ms(400));
            var later = Process.ReadTimer(timer);
            _node.Clock.Advance(Ms(600));
            return Task.FromResult((atStart, later, Process.ReadTimer(timer)));
        });

        Check.Equal(Ms(1000), fresh);
        Check.Equal(Ms(600), half);
        Check.Null(fired);
        await CheckNothingIsLeft(_node);
    }
}
