using Xunit;
using Zhar.Testing;

namespace Zhar.Tests.Calls;

public sealed partial class InlineCallTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [Fact]
    public async Task A_server_does_not_see_the_AsyncLocals_of_a_process_that_calls_it()
    {
        await using var node = TestNode.Start();

        var (seen, kept) = await node.Run(async _ =>
        {
            var looker = await Looker.Start();
            Local.Value = "the caller's";
            return (await looker.Look(), Local.Value);
        });

        Assert.Null(seen);
        Assert.Equal("the caller's", kept);
    }

    [Fact]
    public async Task A_server_does_not_see_the_AsyncLocals_of_an_outside_caller()
    {
        await using var node = TestNode.Start();
        var looker = await node.Run(_ => Looker.Start().AsTask());
        Local.Value = "the caller's";

        // Outside callers run a handler on their own thread only after it was seen to be quick many times.
        for (var i = 0; i < 300; i++)
            Assert.Null(await looker.Look());

        Assert.Equal("the caller's", Local.Value);
    }

    [Fact]
    public async Task Calls_from_outside_come_to_run_in_place_although_the_first_were_queued()
    {
        await using var node = TestNode.Start();
        var looker = await node.Run(_ => Looker.Start().AsTask());

        var inPlace = false;
        for (var i = 0; i < 10_000 && !inPlace; i++)
        {
            var caller = Environment.CurrentManagedThreadId;
            inPlace = await looker.WhichThread() == caller;
        }

        Assert.True(inPlace);
    }

    [Fact]
    public async Task What_a_handler_has_looked_at_and_left_is_handled_after_it_ran_in_place()
    {
        await using var node = TestNode.Start();

        var heard = await node.Run(async self =>
        {
            var looker = await Looker.Start();
            await looker.LookAround(looker, self.Pid);
            return await self.Receive<string>(TimeSpan.FromSeconds(30));
        });

        Assert.Equal("handled", heard);
    }

    [Fact]
    public async Task A_server_that_is_stuck_on_the_thread_of_an_outside_caller_can_be_killed()
    {
        await using var node = Node.Start();
        var looker = await node.Run(_ => Looker.Start().AsTask());
        using var gate = new Gate();
        while (await looker.Pass(gate, waits: false) != Environment.CurrentManagedThreadId)
        {
            // not in place yet
        }

        var stuck = Task.Run(() => looker.TryPass(gate, waits: true).AsTask());
        await gate.Reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var down = await node.Run(async self =>
        {
            var monitor = Process.Monitor(looker.Address.Pid);
            Process.Exit(looker.Address.Pid, ExitReason.Kill);
            return await self.Receive<Down>(monitor);
        }).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(ExitReason.Killed, down.Reason);
        gate.Opened.Set();
        Assert.Equal(ExitReason.Killed, Assert.IsType<Error<int>>(await stuck).Reason);
    }

    internal sealed class Gate : IDisposable
    {
        internal TaskCompletionSource Reached { get; } = new();

        internal ManualResetEventSlim Opened { get; } = new();

        public void Dispose() => Opened.Dispose();
    }

    internal sealed partial class Looker : GenServer<int>
    {
        private Init<int> Init() => Ok(0);

        [Call]
        private string? Look() => Local.Value;

        [Call]
        private int WhichThread() => Environment.CurrentManagedThreadId;

        [Call]
        private void LookAround(Ref self, Pid caller)
        {
            self.Answer(caller);
            _ = Process.Receive<string>(TimeSpan.Zero); // gathers what has come, and finds nothing that it wants
        }

        [Cast]
        private void Answer(Pid caller) => caller.Send("handled");

        [Call]
        private int Pass(Gate gate, bool waits)
        {
            if (waits)
            {
                gate.Reached.SetResult();
                gate.Opened.Wait();
            }

            return Environment.CurrentManagedThreadId;
        }
    }
}
