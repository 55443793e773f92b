using Xunit;
using Zhar.Testing;

namespace Zhar.Tests;

public sealed partial class SmokeTests
{
    [Fact]
    public async Task Raw_processes_exchange_messages()
    {
        await using var node = TestNode.Start();
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
    public async Task Kill_reaches_a_spinning_process()
    {
        await using var node = TestNode.Start();
        var spinning = new TaskCompletionSource();
        var stop = false;

        var down = await node.Run(async self =>
        {
            var (pid, _) = Process.SpawnMonitor(_ =>
            {
                spinning.SetResult();
                while (!Volatile.Read(ref stop))
                {
                }

                return Task.CompletedTask;
            });
            await spinning.Task;
            Process.Exit(pid, ExitReason.Kill);
            return await self.Receive<Down>();
        });

        Volatile.Write(ref stop, true);
        Assert.Equal(ExitReason.Killed, down.Reason);
    }

    [Fact]
    public async Task A_server_is_called_from_inside_and_outside()
    {
        await using var node = TestNode.Start();
        var counter = await node.Run(async self =>
        {
            var started = await Counter.Start(1);
            for (var i = 0; i < 1000; i++)
                await started.Increment();
            return started;
        });

        for (var i = 0; i < 1000; i++)
            await counter.Increment();

        Assert.Equal(2001, await counter.Get());
    }

    internal sealed partial class Counter : GenServer<int>
    {
        private Init<int> Init(int initialValue = 0) => Ok(initialValue);

        [Call]
        private int Increment() => ++State;

        [Call]
        private int Get() => State;
    }
}
