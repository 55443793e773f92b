using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Zhar.Runtime;

/// <summary>What the caller of a method with a <see cref="PooledMethodBuilder{T}"/> awaits, once the method has waited or failed.</summary>
internal class PooledBox<T> : IValueTaskSource<T>, IValueTaskSource, IAwaited
{
    private ManualResetValueTaskSourceCore<T> _outcome;
    private ProcessSynchronizationContext? _process;
    private Action<object?>? _continuation;
    private object? _continuationState;

    internal short Version => _outcome.Version;

    internal void SetResult(T result) => _outcome.SetResult(result);

    internal void SetException(Exception exception) => _outcome.SetException(exception);

    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) == 0 || SynchronizationContext.Current is not ProcessSynchronizationContext process)
        {
            _outcome.OnCompleted(continuation, state, token, flags);
            return;
        }

        // The framework's source would always post to the context. Most methods end inside the process that awaits them, and then it goes on at once, as with a task.
        _process = process;
        _continuation = continuation;
        _continuationState = state;
        _outcome.OnCompleted(ISuspended.RunContinuation, this, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);
    }

    void IAwaited.Continue()
    {
        var (process, continuation, state) = (_process!, _continuation!, _continuationState);
        (_process, _continuation, _continuationState) = (null, null, null);
        if (ReferenceEquals(SynchronizationContext.Current, process))
            continuation(state);
        else
            process.Post(continuation.Invoke, state);
    }

    public T GetResult(short token)
    {
        _outcome.GetStatus(token); // throws when the result was taken before: the object may be another run's by now
        try
        {
            return _outcome.GetResult(token);
        }
        finally
        {
            _outcome.Reset();
            Recycle();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    /// <summary>The result has been taken.</summary>
    private protected virtual void Recycle()
    {
    }
}

/// <summary>The suspended state of one run of a method.</summary>
internal sealed class PooledBox<T, TStateMachine> : PooledBox<T>, ISuspended
    where TStateMachine : IAsyncStateMachine
{
    private static readonly SparePool Spares = new();

    internal TStateMachine? StateMachine;
    private ExecutionContext? _context;
    private Action? _goOn;

    internal static PooledBox<T, TStateMachine> Rent() => (PooledBox<T, TStateMachine>?)Spares.Take() ?? new PooledBox<T, TStateMachine>();

    /// <summary>What whoever ends the wait has to call.</summary>
    internal Action Wait()
    {
        _context = ExecutionContext.Capture();
        return _goOn ??= GoOn;
    }

    void ISuspended.Step() => StateMachine!.MoveNext();

    private void GoOn()
    {
        if (_context is { } context)
            ExecutionContext.Run(context, ISuspended.RunStep, this);
        else
            StateMachine!.MoveNext();
    }

    private protected override void Recycle()
    {
        StateMachine = default;
        _context = null;
        Spares.Put(this);
    }
}

/// <summary>A method that waits.</summary>
internal interface ISuspended
{
    /// <summary>Here and not in the generic type: a delegate in a static field of a type that depends on the application's would be made for each.</summary>
    internal static readonly ContextCallback RunStep = static state => ((ISuspended)state!).Step();

    internal static readonly Action<object?> RunContinuation = static state => ((IAwaited)state!).Continue();

    void Step();
}

/// <summary>A method that a process awaits.</summary>
internal interface IAwaited
{
    void Continue();
}
