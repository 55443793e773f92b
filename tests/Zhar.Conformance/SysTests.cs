using Xunit;
using Zhar.Testing;

namespace Zhar.Conformance;

/// <summary>System messages. The clock is the test's, and it stands still until it is moved.</summary>
public sealed partial class SysTests(ITestOutputHelper output) : ProcessConformanceTest(output)
{
    private readonly TestNode _node = TestNode.Start(virtualTime: true);

    public override async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_001()
    {
        var (during, after) = await WithServer(async (self, server) =>
        {
            await Sys.Suspend(server.Address);
            server.Address.Pid.Send("hello");
            var status = await Sys.GetStatus(server.Address); // behind the message, and answered
            var handled = status.IsSuspended ? await Drain(self) : ["not suspended"];
            await Sys.Resume(server.Address);
            return (handled, await self.Receive<string>());
        });

        Check.Empty(during);
        Check.Equal("hello", after);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_002()
    {
        var (exit, again) = await WithServer(async (_, server) =>
        {
            await Sys.Suspend(server.Address);
            var call = ExitOf(() => server.Add(1, Ms(20)));
            _node.Clock.Advance(Ms(20));
            var failure = await call;
            await Sys.Resume(server.Address);
            return (failure, await server.Add(1));
        });

        Check.NotNull(exit);
        Check.Equal(ExitReason.Timeout, exit.Reason);
        Check.Contains("suspended", exit.Detail);
        Check.Equal(2, again); // the request that timed out was handled too
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_003()
    {
        var sum = await WithServer(async (_, server) =>
        {
            await Sys.Suspend(server.Address);
            await Sys.Suspend(server.Address);
            await Sys.Resume(server.Address);
            await Sys.Resume(server.Address);
            return await server.Add(5);
        });

        Check.Equal(5, sum);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_004()
    {
        var (before, replaced, after) = await WithServer(async (_, server) =>
        {
            await server.Add(3);
            return (await Sys.GetState<int>(server.Address), await Sys.ReplaceState<int>(server.Address, s => s * 10), await server.Add(0));
        });

        Check.Equal(3, before);
        Check.Equal(30, replaced);
        Check.Equal(30, after);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_005()
    {
        var (exit, state) = await WithServer(async (_, server) =>
        {
            await server.Add(3);
            return (await ExitOf(() => Sys.ReplaceState<int>(server.Address, _ => throw new InvalidOperationException("oops"))), await server.Add(0));
        });

        Check.NotNull(exit);
        Check.Equal("callback_failed", exit.Reason.Tag);
        Check.Equal(3, state);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_006()
    {
        var log = await WithServer(async (_, server) =>
        {
            await Sys.Log(server.Address, 3);
            for (var i = 1; i <= 5; i++)
                server.Note(i);
            return await Sys.GetLog(server.Address);
        });

        Check.Equal(["Note(3)", "Note(4)", "Note(5)"], log.Select(e => e.Message.ToString()!));
        Check.True(log.All(e => e.Kind == SysEventKind.In));
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_007()
    {
        var statistics = await WithServer(async (_, server) =>
        {
            await Sys.Statistics(server.Address, enabled: true);
            await server.Add(1);
            server.Note(1);
            server.Note(2);
            await server.Add(1);
            return await Sys.GetStatistics(server.Address);
        });

        Check.NotNull(statistics);
        Check.True(statistics.MessagesIn >= 4);
        Check.Equal(2, statistics.MessagesOut);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_008()
    {
        var seen = 0;
        await WithServer(async (_, server) =>
        {
            await Sys.Install(server.Address, "probe", _ => ++seen == 2);
            for (var i = 1; i <= 5; i++)
                server.Note(i);
            return await server.Add(0);
        });

        Check.Equal(2, seen);
    }

    [Fact(Timeout = Limit)]
    public async Task SYS_009()
    {
        var (running, state) = await WithServer(async (_, server) =>
        {
            await server.Add(3);
            var refused = await ExitOf(() => Sys.ChangeCode(server.Address, oldVersion: 1));
            await Sys.Suspend(server.Address);
            await Sys.ChangeCode(server.Address, oldVersion: 1);
            await Sys.Resume(server.Address);
            return (refused, await server.Add(0));
        });

        Check.NotNull(running);
        Check.Equal("unknown_system_msg", running.Reason.Tag);
        Check.Equal(1003, state);
    }

    private async Task<T> WithServer<T>(Func<ProcessContext, Server.Ref, Task<T>> body)
    {
        var result = await _node.Run(async self =>
        {
            var server = await Server.Start(self.Pid);
            var value = await body(self, server);
            await GenServer.Stop(server.Address);
            return value;
        });
        await CheckNothingIsLeft(_node);
        return result;
    }

    internal sealed partial class Server : GenServer<int>
    {        private Init<int> Init(Pid test)
        {
            Process.Put("test", test);
            return Ok(0);
        }

        [Call]
        private int Add(int number) => State += number;

        [Cast]
        private void Note(int number) => State += number;

        [Info]
        private void OnText(string text) => ((Pid)Process.Get("test")!).Send(text);

        protected override int CodeChange(object? oldVersion, object? oldState, object? extra) => (int)oldState! + 1000;
    }
}
