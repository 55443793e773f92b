namespace Zhar.Benchmarks.Measuring;

/// <summary>Completes once it was signalled the expected number of times.</summary>
internal sealed class Countdown(long expected)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = expected;

    internal Task Done => _done.Task;

    internal void Signal()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            _done.SetResult();
    }
}
