using System.Threading.Tasks.Sources;

namespace Zhar.Benchmarks.Measuring;

/// <summary>A value task that knows nothing of processes and is never complete when it is awaited: it tells when somebody has begun to wait.</summary>
internal sealed class ForeignSource(Action<ForeignSource> onWaiting) : IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _core = new() { RunContinuationsAsynchronously = true };

    internal ValueTask<int> Task => new(this, _core.Version);

    internal void Complete() => _core.SetResult(1);

    int IValueTaskSource<int>.GetResult(short token)
    {
        var result = _core.GetResult(token);
        _core.Reset();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _core.OnCompleted(continuation, state, token, flags);
        onWaiting(this);
    }
}
