using System.Threading.Tasks.Sources;

namespace Zhar.Benchmarks.Measuring;

/// <summary>
/// A value task that knows nothing of processes and is never complete when it is awaited: it tells when somebody has begun to wait. It resumes as
/// foreign code does, by posting to the context that was current, or else to the thread pool, and allocates nothing in doing so.
/// </summary>
internal sealed class ForeignSource(Action<ForeignSource> onWaiting) : IValueTaskSource<int>, IThreadPoolWorkItem
{
    private static readonly SendOrPostCallback Resume = static source => ((IThreadPoolWorkItem)source!).Execute();

    private SynchronizationContext? _context;
    private Action<object?>? _continuation;
    private object? _state;
    private short _version;
    private bool _completed;

    internal ValueTask<int> Task => new(this, _version);

    internal void Complete()
    {
        _completed = true;
        if (_context is { } context)
            context.Post(Resume, this);
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    void IThreadPoolWorkItem.Execute() => _continuation!(_state);

    int IValueTaskSource<int>.GetResult(short token)
    {
        _completed = false;
        _version++;
        return 1;
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _completed ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _context = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0 ? SynchronizationContext.Current : null;
        _continuation = continuation;
        _state = state;
        onWaiting(this);
    }
}
