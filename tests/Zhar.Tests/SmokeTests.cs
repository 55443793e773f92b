using Xunit;
using Zhar.Runtime;

namespace Zhar.Tests;

public sealed class SmokeTests
{
    [Fact]
    public async Task Raw_processes_exchange_messages()
    {
        await using var node = Node.Start();
        var got = await node.Run(async self =>
        {
            var echo = Process.Spawn(async e =>
            {
                var (from, text) = await e.Receive<(Pid, string)>();
                from.Send(text + "!");
            });
            echo.Send((self.Pid, "hello"));
            return await self.Receive<string>();
        });
        Assert.Equal("hello!", got);
    }

    [Fact]
    public async Task A_monitor_tells_why()
    {
        await using var node = Node.Start();
        var down = await node.Run(async self =>
        {
            var (pid, monitor) = Process.SpawnMonitor(_ => throw new InvalidOperationException("boom"));
            return await self.Receive<Down>();
        });
        Assert.Equal("error", down.Reason.Tag);
    }

    [Fact]
    public async Task Kill_reaches_a_spinning_process()
    {
        await using var node = Node.Start();
        var stop = false;
        var down = await node.Run(async self =>
        {
            var (pid, monitor) = Process.SpawnMonitor(_ => { while (!Volatile.Read(ref stop)) { } return Task.CompletedTask; });
            await Process.Delay(TimeSpan.FromMilliseconds(20));
            Process.Exit(pid, ExitReason.Kill);
            return await self.Receive<Down>();
        });
        Volatile.Write(ref stop, true);
        Assert.Equal(ExitReason.Killed, down.Reason);
    }

    [Fact]
    public async Task Calls_are_answered()
    {
        await using var node = Node.Start();
        var n = await node.Run(async self =>
        {
            var pid = (await GenServer.TryStartLink(new Start())).OrThrow();
            var sum = 0;
            for (var i = 0; i < 100_000; i++)
            {
                var call = CallPool<IncrementCall>.Rent();
                sum = await call.Call(pid, default);
            }
            return sum;
        });
        Assert.Equal(100_000, n);
        var outside = await node.Run(async self => (await GenServer.TryStart(new Start())).OrThrow());
        for (var i = 0; i < 1000; i++)
            n = await CallPool<IncrementCall>.Rent().Call(outside, default);
        Assert.Equal(1000, n);
    }

    private sealed class Counter : GenServer<int>
    {
        public int Increment() => ++State;
        protected override bool HasAsyncHandlers => false;
        public ValueTask InitIt() => AcceptInit(Ok(0));
    }

    private sealed class Start : ServerStart
    {
        public override Type ServerType => typeof(Counter);
        public override GenServer Create(IServiceProvider services) => new Counter();
        public override ValueTask Init(GenServer server) => ((Counter)server).InitIt();
    }

    private sealed class IncrementCall : CallMessage<int>
    {
        protected override ValueTask Invoke(GenServer server) { Reply(((Counter)server).Increment()); return default; }
        protected override CallMessage Copy() => new IncrementCall();
        protected override void Recycle() => CallPool<IncrementCall>.Return(this);
        public override bool CanRunInline => true;
    }
}
