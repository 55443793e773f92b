using System.Diagnostics;
using Xunit;

namespace Zhar.Tests.Calls;

/// <summary>A call between processes of one worker goes from hand to hand, unseen by others. Whatever else may happen to a call happens to it all the same.</summary>
public sealed partial class HandoverTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_times_out_while_its_server_is_stuck(bool spins)
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });
        using var stuck = new Stuck(spins);

        var outcome = await node.Run(async _ =>
        {
            var echo = await Echo.Start();
            return await echo.TryGetStuck(stuck, TimeSpan.FromMilliseconds(50));
        }).WaitAsync(Deadline);

        Assert.Equal(ExitReason.Timeout, Assert.IsType<Error<int>>(outcome).Reason);
        Assert.False(stuck.IsOver);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_can_be_killed_while_its_server_is_stuck(bool spins)
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });
        using var stuck = new Stuck(spins);
        var echo = await node.Run(static _ => Echo.Start().AsTask());
        var caller = node.Spawn(_ => echo.GetStuck(stuck).AsTask());
        await stuck.Begun.WaitAsync(Deadline);

        var down = await node.Run(async self =>
        {
            var monitor = Process.Monitor(caller);
            Process.Exit(caller, ExitReason.Kill);
            return await self.Receive<Down>(monitor);
        }).WaitAsync(Deadline);

        Assert.Equal(ExitReason.Killed, down.Reason);
        Assert.False(stuck.IsOver);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_goes_on_with_something_else_while_its_server_is_stuck(bool spins)
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });
        using var stuck = new Stuck(spins);

        var wasOver = await node.Run(async _ =>
        {
            var echo = await Echo.Start();
            var reply = echo.GetStuck(stuck).AsTask();
            await Task.WhenAny(reply, Process.Delay(TimeSpan.FromMilliseconds(20)).AsTask());
            var over = stuck.IsOver;
            stuck.End();
            await reply;
            return over;
        }).WaitAsync(Deadline);

        Assert.False(wasOver);
    }

    [Fact]
    public async Task A_call_may_be_awaited_on_another_thread_than_its_caller_s()
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });

        var sum = await node.Run(static async _ =>
        {
            var echo = await Echo.Start();
            var total = 0;
            for (var i = 0; i < 2000; i++)
            {
                var pending = echo.Say(i);
                total += await Task.Run(async () => await pending) - i;
            }

            return total;
        }).WaitAsync(Deadline);

        Assert.Equal(0, sum);
    }

    [Fact]
    public async Task Several_calls_may_be_under_way_from_one_caller()
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });

        var replies = await node.Run(static async _ =>
        {
            var (one, two) = (await Echo.Start(), await Echo.Start());
            return await Task.WhenAll(one.Say(1).AsTask(), two.Say(2).AsTask(), one.Say(3).AsTask(), two.SayLater(4).AsTask(), one.SayAfterPause(5).AsTask());
        }).WaitAsync(Deadline);

        Assert.Equal([1, 2, 3, 4, 5], replies);
    }

    [Fact]
    public async Task A_chain_of_calls_comes_back()
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });

        var depth = await node.Run(static async _ =>
        {
            var next = await Echo.Start();
            for (var i = 0; i < 20; i++)
                next = await Echo.Start(next);
            return await next.Depth();
        }).WaitAsync(Deadline);

        Assert.Equal(21, depth);
    }

    [Fact]
    public async Task The_caller_of_a_server_that_fails_hears_its_reason()
    {
        await using var node = Node.Start(new NodeOptions { Workers = 1 });

        var outcome = await node.Run(static async _ => await (await Echo.Start()).TryFail()).WaitAsync(Deadline);

        Assert.IsType<InvalidOperationException>(Assert.IsType<Error<int>>(outcome).Reason.Exception);
    }

    /// <summary>Calls with timeouts that pass now and then, to servers that get stuck now and then, on fewer workers than threads: each ends once, with its own answer.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Each_call_ends_once_with_its_own_answer(int workers)
    {
        const int Callers = 40, Calls = 400;
        await using var node = Node.Start(new NodeOptions { Workers = workers });
        var echoes = await node.Run(static async _ => await Task.WhenAll(Enumerable.Range(0, 20).Select(static _ => Echo.Start().AsTask())));

        var wrong = await Task.WhenAll(Enumerable.Range(0, Callers).Select(seed => node.Run(async _ =>
        {
            var random = new Random(seed);
            var mistakes = 0;
            for (var i = 0; i < Calls; i++)
            {
                var echo = echoes[random.Next(echoes.Length)];
                var number = (seed * Calls) + i;
                var reply = random.Next(100) switch
                {
                    0 => await echo.TrySpin(number, 3, TimeSpan.FromMilliseconds(random.Next(1, 6))),
                    < 10 => await echo.TrySayLater(number, TimeSpan.FromSeconds(20)),
                    < 20 => await echo.TrySayAfterPause(number, TimeSpan.FromMilliseconds(random.Next(1, 200))),
                    _ => await echo.TrySay(number, TimeSpan.FromSeconds(20)),
                };
                mistakes += reply switch
                {
                    Ok<int> ok => ok.Value == number ? 0 : 1,
                    Error<int> error => error.Reason == ExitReason.Timeout ? 0 : 1,
                    _ => 1,
                };
            }

            return mistakes;
        }))).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.All(wrong, static count => Assert.Equal(0, count));
    }

    /// <summary>Holds a server's thread until the test lets it go, at the latest after the deadline.</summary>
    internal sealed class Stuck(bool spins) : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Begun => _begun.Task;

        internal bool IsOver { get; private set; }

        internal void End() => _end.Set();

        internal int Hold()
        {
            _begun.TrySetResult();
            if (spins)
                SpinWait.SpinUntil(() => _end.IsSet, Deadline);
            else
                _end.Wait(Deadline);
            IsOver = true;
            return 1;
        }

        public void Dispose() => _end.Set();
    }

    internal sealed partial class Echo : GenServer<Echo.Ref?>
    {
        private Init<Ref?> Init(Ref? next = null) => Ok(next);

        [Call(NoInline = true)]
        private int Say(int number) => number;

        [Call(NoInline = true)]
        private void SayLater(int number, From<int> from) => Process.Spawn(_ =>
        {
            from.Reply(number);
            from.Reply(-1);
            return Task.CompletedTask;
        });

        [Call(NoInline = true)]
        private async ValueTask<int> SayAfterPause(int number)
        {
            await Process.Delay(TimeSpan.FromMilliseconds(1));
            return number;
        }

        [Call(NoInline = true)]
        private int Spin(int number, int milliseconds)
        {
            var begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun).TotalMilliseconds < milliseconds)
                Thread.SpinWait(20);
            return number;
        }

        [Call(NoInline = true)]
        private int GetStuck([Transfer] Stuck stuck) => stuck.Hold();

        [Call(NoInline = true)]
        private async ValueTask<int> Depth() => State is { } next ? 1 + await next.Depth() : 1;

        [Call(NoInline = true)]
        private int Fail() => throw new InvalidOperationException("as asked");
    }
}
