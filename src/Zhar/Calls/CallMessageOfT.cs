using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Zhar.Runtime;

/// <summary>A call that is answered with a <typeparamref name="T"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallMessage<T> : CallMessage, IValueTaskSource<T>
{
    private T? _result;

    /// <summary>Sends the request and waits for the reply.</summary>
    /// <exception cref="CallExitException">No such server, it ended before it replied, or no reply came in time.</exception>
    /// <exception cref="OperationCanceledException">The token of <paramref name="options"/> was cancelled.</exception>
    public ValueTask<T> Call(in ServerRef server, in CallOptions options)
    {
        var token = Start(server, options);
        return HasReply ? new(GetResult(token)) : new(this, token);
    }

    /// <summary>As <see cref="Call"/>, with the failure as a value.</summary>
    public ValueTask<Result<T>> TryCall(ServerRef server, CallOptions options) => Outcome(Start(server, options));

    /// <summary>Waits without a request in a mailbox, as the starter of a process does.</summary>
    internal ValueTask<Result<T>> Wait(Node node, ProcessCore? caller, int timeoutMilliseconds, Action begin)
    {
        var token = StartWaiting(node, caller, timeoutMilliseconds);
        begin();
        return Outcome(token);
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<Result<T>> Outcome(short token)
    {
        if (StatusOf(token) == ValueTaskSourceStatus.Pending)
            await new Ending(this, token);
        if (FailureAfterCompletion is { } reason)
        {
            EndCancellation();
            Caller?.ThrowIfDead();
            return new Error<T>(reason);
        }

        return new Ok<T>(GetResult(token));
    }

    /// <summary>Answers the call. A second or late reply is dropped.</summary>
    protected void Reply(T value) => Reply(Version, value);

    /// <summary>Answers once <paramref name="pending"/> has ended; the server handles nothing else meanwhile.</summary>
    protected ValueTask Reply(ValueTask<T> pending)
    {
        if (!pending.IsCompletedSuccessfully)
            return ReplyLater(pending);
        Reply(pending.Result);
        return default;
    }

    /// <summary>As above, for a handler that returns a task.</summary>
    protected ValueTask Reply(Task<T> pending) => Reply(new ValueTask<T>(pending));

    /// <summary>Applies a handler's full result: the reply, if there is one, and what the server does next.</summary>
    protected void Reply(GenServer server, CallResult<T> result)
    {
        // A stop runs Terminate first and replies after it, even when Terminate fails (OTP: {stop, Reason, Reply, State}).
        if (result.Next.IsStop && result.HasReply)
            server.ReplyAfterStop(this, Version, result.Value!);
        else if (result.HasReply)
            Reply(result.Value!);
        else
            Defer(server);
        server.Apply(result.Next);
    }

    /// <summary>As above, for an asynchronous handler.</summary>
    protected ValueTask Reply(GenServer server, ValueTask<CallResult<T>> pending)
    {
        if (!pending.IsCompletedSuccessfully)
            return ReplyLater(server, pending);
        Reply(server, pending.Result);
        return default;
    }

    /// <summary>Hands the reply to the handler, which may answer later or let another process answer.</summary>
    protected From<T> TakeFrom(GenServer server)
    {
        Defer(server);
        return new From<T>(this, Version, (PidTarget?)Caller ?? Remote?.Caller);
    }

    internal void Defer(GenServer server)
    {
        Deferred = true;
        StopHandover();
        Share(); // whoever gets the From answers from another thread
        server.Core.KeepDeferred(this);
    }

    internal void Reply(int version, T value)
    {
        if (TakeHandover(version) is { } worker)
        {
            _result = value;
            worker.EndHandover(this);
            return;
        }

        if (!TryClaim(version))
            return;
        if (Remote is { } remote)
            remote.Reply(value);
        else
            _result = value;
        Publish();
    }

    internal sealed override void ReplyObject(int version, object? value)
    {
        if (value is T reply)
            Reply(version, reply);
        else if (value is null && default(T) is null)
            Reply(version, default!);
        else
            Fail(version, ExitReason.Of("bad_reply", $"{value?.GetType().FullName ?? "null"} is no {typeof(T).FullName}"));
    }

    /// <summary>Takes the reply. For the compiler's await.</summary>
    public T GetResult(short token)
    {
        Finish(token);
        var result = _result!;
        _result = default;
        Reset();
        Recycle();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => StatusOf(token);

    void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Await(continuation, state, token, flags);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ReplyLater(ValueTask<T> pending)
    {
        var version = Version;
        Reply(version, await pending);
    }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask ReplyLater(GenServer server, ValueTask<CallResult<T>> pending) => Reply(server, await pending);

    /// <summary>Waits for the end of the call without taking its result, so that a failure needs no exception.</summary>
    private readonly struct Ending(CallMessage<T> call, short token) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => call.StatusOf(token) != ValueTaskSourceStatus.Pending;

        public Ending GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) =>
            call.Await(static s => ((Action)s!)(), continuation, token, ValueTaskSourceOnCompletedFlags.UseSchedulingContext);
    }
}
