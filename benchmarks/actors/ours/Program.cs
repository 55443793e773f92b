using Bench;
using Zhar;

return Harness.Main(new Ours(), args);

sealed partial class Idle : GenServer<int>
{
    private Init<int> Init(Countdown started) { started.Signal(); return Ok(0); }
    [Cast] private void Touch(Countdown done) => done.Signal();
}
sealed partial class Receiver : GenServer<long>
{
    private Countdown _done = null!;
    private Init<long> Init(long expected, Countdown done) { _done = done; return Ok(expected); }
    [Cast] private void Tell(Tick tick) { if (--State == 0) _done.Signal(); }
}
sealed partial class Sender : GenServer<int>
{
    private Init<int> Init() => Ok(0);
    [Cast] private void Flood(Receiver.Ref to, int count) { for (var i = 0; i < count; i++) to.Tell(new Tick(i)); }
}
sealed partial class Echo : GenServer<int>
{
    private Init<int> Init() => Ok(0);
    [Call] private Tick Ask(Tick tick) => tick;
}
sealed partial class RingNode : GenServer<RingNode.Ref>
{
    private Countdown _done = null!;
    private Init<Ref> Init(Countdown done) { _done = done; return Ok(default); }
    [Cast] private void Next(RingNode.Ref next) => State = next;
    [Cast] private void Hop(Tick tick) { if (tick.N == 0) _done.Signal(); else State.Hop(new Tick(tick.N - 1)); }
}
sealed partial class Pong : GenServer<int>
{
    private Init<int> Init() => Ok(0);
    [Cast] private void Ball(Ping.Ref from, Tick tick) => from.Back(tick);
}
sealed partial class Ping : GenServer<Pong.Ref>
{
    private PingLog _log = null!;
    private Init<Pong.Ref> Init(PingLog log, Pong.Ref pong) { _log = log; return Ok(pong); }
    [Cast] private void Serve(Tick tick) { _log.Sent(); State.Ball(new Ref(Self), tick); }
    [Cast] private void Back(Tick tick) { _log.Got(); _log.Sent(); State.Ball(new Ref(Self), tick); }
}
sealed partial class Spinner : GenServer<int>
{
    private Init<int> Init() => Ok(0);
    [Cast] private void Go() => Contender.Burn();
}
sealed partial class Crasher : GenServer<int>
{
    private Init<int> Init(Action<Crasher.Ref> up) { up(new Ref(Self)); return Ok(0); }
    [Cast] private void Crash() => throw new InvalidOperationException("boom");
}

sealed class Ours : Contender
{
    private readonly Node _node = Node.Start();
    public override string Name => "ours";

    public override async Task<object> SpawnIdle(int n)
    {
        var started = new Countdown(n);
        var all = await _node.Run(async _ =>
        {
            var refs = new Idle.Ref[n];
            for (var i = 0; i < n; i++) refs[i] = await Idle.Start(started);
            return refs;
        });
        await started.Done;
        return all;
    }
    public override Task TouchAll(object p) { var all = (Idle.Ref[])p; var d = new Countdown(all.Length); foreach (var a in all) a.Touch(d); return d.Done; }

    public override async Task Tell(int senders, int receivers, int per)
    {
        var done = new Countdown(receivers);
        var (from, to) = await _node.Run(async _ =>
        {
            var rs = new Receiver.Ref[receivers]; var ss = new Sender.Ref[senders];
            for (var i = 0; i < receivers; i++) rs[i] = await Receiver.Start((long)per * senders / receivers, done);
            for (var i = 0; i < senders; i++) ss[i] = await Sender.Start();
            return (ss, rs);
        });
        for (var i = 0; i < senders; i++) from[i].Flood(to[i % receivers], per);
        await done.Done;
        foreach (var s in from) Process.Exit(s.Address.Pid, ExitReason.Kill);
        foreach (var r in to) Process.Exit(r.Address.Pid, ExitReason.Kill);
    }
    public override async Task<Func<Task>> NewServer()
    {
        var server = await _node.Run(_ => Echo.Start().AsTask());
        var question = new Tick(1);
        return () => server.Ask(question).AsTask();
    }
    public override async Task Ring(int size, int hops)
    {
        var done = new Countdown(1);
        var nodes = await _node.Run(async _ =>
        {
            var ns = new RingNode.Ref[size];
            for (var i = 0; i < size; i++) ns[i] = await RingNode.Start(done);
            return ns;
        });
        for (var i = 0; i < size; i++) nodes[i].Next(nodes[(i + 1) % size]);
        nodes[0].Hop(new Tick(hops));
        await done.Done;
        foreach (var n in nodes) Process.Exit(n.Address.Pid, ExitReason.Kill);
    }
    public override async Task<bool> CrashRestart(int crashes)
    {
        var up = System.Threading.Channels.Channel.CreateUnbounded<Crasher.Ref>();
        Action<Crasher.Ref> onUp = r => up.Writer.TryWrite(r);
        await _node.Run(async _ =>
        {
            var crasher = Crasher.Child(onUp);
            var supervisor = await Supervisor.StartLink(Supervisor.OneForOne(crasher) with { MaxRestarts = int.MaxValue });
            for (var i = 0; i < crashes; i++) (await up.Reader.ReadAsync()).Crash();
            await up.Reader.ReadAsync();
            await Supervisor.Stop(supervisor);
        });
        return true;
    }
    public override void PingPongForever(PingLog log) => _node.Run(async _ =>
    {
        var pong = await Pong.Start();
        var ping = await Ping.Start(log, pong);
        ping.Serve(new Tick(0));
    }).GetAwaiter().GetResult();

    public override void SpinForever(int n) => _node.Run(async _ =>
    {
        for (var i = 0; i < n; i++) (await Spinner.Start()).Go();
    }).GetAwaiter().GetResult();
}
