using System.Runtime.CompilerServices;
using Xunit;
using Zhar.Runtime;

namespace Zhar.Tests.Runtime;

public sealed class PooledMethodBuilderTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [Fact]
    public async Task A_method_that_does_not_wait_has_its_result_at_once()
    {
        var pending = Twice(Task.FromResult(21));

        Assert.True(pending.IsCompletedSuccessfully);
        Assert.Equal(42, await pending);
    }

    [Fact]
    public async Task A_method_that_waits_gives_its_result_later()
    {
        var source = new TaskCompletionSource<int>();
        var pending = Twice(source.Task);
        Assert.False(pending.IsCompleted);

        source.SetResult(21);

        Assert.Equal(42, await pending);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_method_throws_reaches_whoever_awaits_it(bool later)
    {
        var source = new TaskCompletionSource<int>();
        if (!later)
            source.SetException(new ArithmeticException("no"));

        var pending = Twice(source.Task);
        if (later)
            source.SetException(new ArithmeticException("no"));

        Assert.Equal("no", (await Assert.ThrowsAsync<ArithmeticException>(async () => await pending)).Message);
    }

    [Fact]
    public async Task A_cancelled_wait_is_a_cancelled_result()
    {
        var source = new TaskCompletionSource<int>();
        var pending = Twice(source.Task);

        source.SetCanceled(new CancellationToken(true));

        Assert.True(pending.IsCanceled);
        await Assert.ThrowsAsync<TaskCanceledException>(async () => await pending);
    }

    [Fact]
    public async Task A_method_without_a_result_waits_and_throws_too()
    {
        var (good, bad) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (ends, fails) = (Plain(good.Task), Plain(bad.Task));
        Assert.True(Plain(Task.CompletedTask).IsCompletedSuccessfully);

        good.SetResult();
        bad.SetException(new ArithmeticException("no"));

        await ends;
        await Assert.ThrowsAsync<ArithmeticException>(async () => await fails);
    }

    [Fact]
    public async Task AsyncLocals_flow_through_a_wait_and_do_not_flow_out()
    {
        var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Local.Value = "outside";
        var pending = SeeLocal(source.Task);
        Assert.Equal("outside", Local.Value);
        Local.Value = "changed";

        source.SetResult(1);

        Assert.Equal("outside, inside", await pending);
        Assert.Equal("changed", Local.Value);
    }

    [Fact]
    public async Task A_result_can_be_taken_once()
    {
        var source = new TaskCompletionSource<int>();
        var pending = Twice(source.Task);
        source.SetResult(1);
        Assert.Equal(2, await pending);

        // In between the state belongs to another run, which the second taker must not disturb.
        var other = new TaskCompletionSource<int>();
        var next = Twice(other.Task);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pending);
        other.SetResult(2);

        Assert.Equal(4, await next);
    }

    [Fact]
    public void In_the_steady_state_a_wait_allocates_nothing()
    {
        var gate = new Gate();
        for (var i = 0; i < 100; i++)
            Round(gate);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Round(gate);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Round(Gate gate)
    {
        var pending = Through(gate);
        Assert.False(pending.IsCompleted);
        gate.Open();
        if (pending.GetAwaiter().GetResult() != 7)
            Assert.Fail("The result is not that of the method.");
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<int> Twice(Task<int> half) => 2 * await half.ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private static async ValueTask Plain(Task task) => await task.ConfigureAwait(false);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<string> SeeLocal(Task task)
    {
        var first = Local.Value;
        Local.Value = "inside";
        await task.ConfigureAwait(false);
        return $"{first}, {Local.Value}";
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private static async ValueTask<int> Through(Gate gate)
    {
        await gate;
        return 7;
    }

    /// <summary>Something to wait for that allocates nothing itself.</summary>
    private sealed class Gate : ICriticalNotifyCompletion
    {
        private Action? _waiter;

        public bool IsCompleted => false;

        public Gate GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => _waiter = continuation;

        public void UnsafeOnCompleted(Action continuation) => _waiter = continuation;

        internal void Open() => _waiter!();
    }
}
