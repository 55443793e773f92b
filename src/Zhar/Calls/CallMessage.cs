using System.ComponentModel;
using System.Threading.Tasks.Sources;
using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>Base of the generated types for <c>[Call]</c> handlers: queue entry, arguments, reply slot, continuation and deadline in one object.</summary>
/// <remarks>
/// The life of a call is one int, <c>version * 8 + state</c>. Whoever ends the call (reply, timeout, death, cancellation) first wins the step
/// from pending to writing, then stores the outcome, then publishes it; storing before winning would let a late reply overwrite the result of
/// the next call on a recycled object. A call that ended by anything but a reply is left to the collector and never recycled, so a late reply
/// loses and is dropped. See docs/architecture/call.md.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CallMessage : ServerMessage, IThreadPoolWorkItem, IPost
{
    private protected const int Free = 0, Pending = 1, Writing = 2, Done = 3, Withdrawn = 4, StateMask = 7;

    private static readonly Action<object?> Completed = static _ => throw new System.Diagnostics.UnreachableException("The completion mark of a call was run. Please report this.");

    private int _word;
    private int _inWheel;
    private Action<object?>? _continuation;
    private object? _continuationState;
    private object? _scheduling;      // SynchronizationContext of an outside caller
    private ExitReason? _failure;
    private string? _detail;
    private Exception? _exception;    // for a cancelled call
    private object? _address;         // what the caller called, for the message of a failure
    private CancellationTokenRegistration _cancellation;
    private bool _private;            // run inline, nobody else has this object yet

    internal ProcessCore? Caller;
    internal PidTarget? Target;
    internal long Deadline;
    internal int TimeoutMilliseconds;

    /// <summary>The reply will come from somebody else than the running handler, so the caller does not wait for that process alone.</summary>
    internal bool Deferred;

    /// <summary>Where the reply goes when the caller is on another node.</summary>
    internal IRemoteCaller? Remote;

    IPost? IPost.NextPost { get; set; }

    internal int Version => _word >> 3;

    private protected bool IsPending => (_word & StateMask) == Pending;

    internal bool IsPendingAs(int version) => Volatile.Read(ref _word) == ((version << 3) | Pending);

    internal bool IsPendingFor(ProcessCore caller) => (Volatile.Read(ref _word) & StateMask) == Pending && Caller == caller;

    /// <summary>A new object with the same arguments, to travel to another node.</summary>
    protected abstract CallMessage Copy();

    /// <summary>Gives the object back to the pool of its type.</summary>
    protected abstract void Recycle();

    internal CallMessage CopyFor(IRemoteCaller caller)
    {
        var copy = Copy();
        copy.Remote = caller;
        copy._word = (1 << 3) | Pending;
        return copy;
    }

    internal override ValueTask Deliver(ProcessBehaviour behaviour) =>
        (Volatile.Read(ref _word) & StateMask) == Withdrawn ? default : behaviour.OnServerMessage(this);

    internal override void Abandon(ExitReason reason) => Fail(reason);

    // ---- the caller's side -------------------------------------------------------------------------------------------

    /// <summary>Begins to wait without a request in a mailbox, as the starter of a process does.</summary>
    private protected short StartWaiting(Node node, ProcessCore? caller, int timeoutMilliseconds)
    {
        _word = ((((_word >> 3) + 1) << 3) & int.MaxValue) | Pending;
        Caller = caller;
        TimeoutMilliseconds = timeoutMilliseconds;
        if (timeoutMilliseconds >= 0)
        {
            Deadline = node.CallTimeouts.Now + timeoutMilliseconds;
            node.CallTimeouts.Add(this);
        }

        return (short)Version;
    }

    /// <summary>Starts the call: runs it in place when the server is idle and its handler is known to be quick, else queues it.</summary>
    private protected short Start(in ServerRef server, in CallOptions options)
    {
        var executor = Executor.Current;
        var caller = executor?.Process;
        caller?.ThrowIfDead();
        var target = server.Resolve(out var node);

        _word = ((((_word >> 3) + 1) << 3) & int.MaxValue) | Pending;
        Caller = caller;
        Target = target;
        TimeoutMilliseconds = options.Milliseconds;
        _address = server.Address;
        Deferred = false;

        if (target is null)
            Fail(ExitReason.NoProc);
        else if (ReferenceEquals(target, caller))
            Fail(ExitReason.CallingSelf);
        else if (options.CancellationToken.IsCancellationRequested)
            Cancel(options.CancellationToken);
        else if (target is ProcessCore core && ReferenceEquals(core.NodeId, node.Id))
            StartLocal(core, node, executor, options);
        else
            StartRemote(target, node, options);
        return (short)Version;
    }

    private void StartLocal(ProcessCore core, Node node, Executor? executor, in CallOptions options)
    {
        if (CanRunInline && !Telemetry.Tracing && node.Scheduler.TryRunInline(core, this, executor))
            return;

        Arm(node, options);
        Signal signal = Telemetry.Tracing ? Telemetry.Wrap(this) : this;
        if (!core.Push(signal))
            Fail(core.ReasonForLateCall);
        else if (TimeoutMilliseconds >= 0 && Volatile.Read(ref _inWheel) == 0)
            node.CallTimeouts.Add(this);
    }

    private void StartRemote(PidTarget target, Node node, in CallOptions options)
    {
        Arm(node, options);
        node.Links.Call(target, this);
        if (IsPending && TimeoutMilliseconds >= 0 && Volatile.Read(ref _inWheel) == 0)
            node.CallTimeouts.Add(this);
    }

    private void Arm(Node node, in CallOptions options)
    {
        if (TimeoutMilliseconds >= 0)
            Deadline = node.CallTimeouts.Now + TimeoutMilliseconds;
        if (options.CancellationToken.CanBeCanceled)
        {
            _cancellation = options.CancellationToken.UnsafeRegister(
                static (state, token) =>
                {
                    var (call, version) = ((CallMessage, int))state!;
                    if (call.Version == version)
                        call.Cancel(token);
                },
                (this, Version));
        }
    }

    /// <summary>Whether the handler is synchronous, and so may run on the caller's thread while the server is idle.</summary>
    public virtual bool CanRunInline => false;

    /// <summary>Marks this object as seen by nobody but this thread, while its handler runs in place.</summary>
    internal bool TryMakePrivate()
    {
        if (Volatile.Read(ref _inWheel) != 0)
            return false;
        _private = true;
        return true;
    }

    internal void CancelPrivate() => _private = false;

    /// <summary>What the node knows of how long this kind of call takes.</summary>
    internal Scheduling.InlineRights.Right? InlineRight;

    /// <summary>The handler that ran in place has returned: from here on the object may be shared.</summary>
    internal void EndPrivate(Node node, bool late)
    {
        if (!_private)
            return;
        _private = false;
        if (IsPending)
        {
            // The handler kept the reply for later: now the call waits like any other.
            if (TimeoutMilliseconds >= 0)
            {
                Deadline = node.CallTimeouts.Now + TimeoutMilliseconds;
                node.CallTimeouts.Add(this);
            }
        }
        else if (late && _failure is null)
        {
            _failure = ExitReason.Timeout;
        }
    }

    private protected ValueTaskSourceStatus StatusOf(short token)
    {
        CheckToken(token);
        return !ReferenceEquals(Volatile.Read(ref _continuation), Completed) ? ValueTaskSourceStatus.Pending
            : _exception is not null ? ValueTaskSourceStatus.Canceled
            : _failure is null ? ValueTaskSourceStatus.Succeeded
            : ValueTaskSourceStatus.Faulted;
    }

    private protected void Await(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        CheckToken(token);
        _continuationState = state;
        var caller = Caller; // read now: once the continuation is in place an outside caller may take the result and the object be used again
        if (caller is not null)
        {
            if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0)
                Volatile.Write(ref caller.WaitingFor, this);
        }
        else if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0)
        {
            _scheduling = SynchronizationContext.Current;
        }

        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0)
            continuation = WithContext(continuation);

        if (Interlocked.CompareExchange(ref _continuation, continuation, null) is not null)
        {
            // Ended in between: the mark is in place, so remember the continuation beside it and run it as a reply would.
            _lateContinuation = continuation;
            Resume();
            return;
        }

        // The swap above was the fence between publishing whom this process waits for and looking whom the others wait for.
        if (caller is not null && Deadlock.ClosesCycle(caller, this) && TryWithdraw())
            Deadlock.Report(caller, this);
    }

    private Action<object?>? _lateContinuation;

    // A method of its own: the closure would be allocated for every call, flowing or not.
    private static Action<object?> WithContext(Action<object?> continuation) => ExecutionContext.Capture() is { } context
        ? s => ExecutionContext.Run(context, x => continuation(x), s)
        : continuation;

    /// <summary>Takes the outcome and recycles the object. Throws when the call failed.</summary>
    private protected void Finish(short token)
    {
        CheckToken(token);
        if (!ReferenceEquals(_continuation, Completed))
            throw new InvalidOperationException("The result of a call was read before the call had ended. Await it instead.");
        if (Caller is { } caller && ReferenceEquals(caller.WaitingFor, this))
            caller.WaitingFor = null;
        if (_failure is null && _exception is null)
            return;

        // Not recycled: the server, the timer wheel or a cancelled token may still hold it.
        Caller?.ThrowIfDead();
        if (_exception is not null)
            throw new OperationCanceledException(_exception.Message, _exception, ((OperationCanceledException)_exception).CancellationToken);
        throw new CallExitException(_failure!, ServerRef.FromAddress(_address ?? Target), ToString()!, TimeSpan.FromMilliseconds(TimeoutMilliseconds), _detail);
    }

    internal ExitReason? FailureAfterCompletion => _failure;

    private protected void Reset()
    {
        _word = (_word & ~StateMask) | Free;
        _continuation = null;
        _continuationState = null;
        _lateContinuation = null;
        _scheduling = null;
        _address = null;
        Caller = null;
        Target = null;
        if (_cancellation != default)
        {
            _cancellation.Dispose();
            _cancellation = default;
        }
    }

    private void CheckToken(short token)
    {
        if (token != (short)Version)
            throw new InvalidOperationException("The result of a call was taken twice. A ValueTask can be awaited once; call AsTask() to await it several times.");
    }

    // ---- ending the call ---------------------------------------------------------------------------------------------

    /// <summary>Wins the right to store the outcome. False: the call has ended already.</summary>
    private protected bool TryClaim(int version)
    {
        var pending = (version << 3) | Pending;
        if (_private)
        {
            if (_word != pending)
                return false;
            _word = (version << 3) | Writing;
            return true;
        }

        return Interlocked.CompareExchange(ref _word, (version << 3) | Writing, pending) == pending;
    }

    /// <summary>Makes the stored outcome visible and lets the caller go on.</summary>
    private protected void Publish()
    {
        if (_private)
        {
            _word = (_word & ~StateMask) | Done;
            _continuation = Completed;
            return;
        }

        Volatile.Write(ref _word, (_word & ~StateMask) | Done);
        if (Interlocked.Exchange(ref _continuation, Completed) is { } waiting)
        {
            _lateContinuation = waiting;
            Resume();
        }
    }

    internal void Fail(ExitReason reason, string? detail = null) => Fail(Version, reason, detail);

    internal void Fail(int version, ExitReason reason, string? detail = null)
    {
        if (!TryClaim(version))
            return;
        _failure = reason;
        _detail = detail;
        if (ReferenceEquals(reason, ExitReason.Timeout))
            Telemetry.CallTimeouts.Add(1);
        else if (ReferenceEquals(reason, ExitReason.CallingSelf))
            Telemetry.Deadlocks.Add(1);
        if (Remote is { } remote)
            remote.Fail(reason);
        Publish();
    }

    internal void Cancel(CancellationToken token)
    {
        if (!TryClaim(Version))
            return;
        _exception = new OperationCanceledException($"Waiting for {this} was cancelled. The server may still handle the request.", token);
        Publish();
    }

    private bool TryWithdraw()
    {
        var word = _word;
        return (word & StateMask) == Pending &&
               Interlocked.CompareExchange(ref _word, (word & ~StateMask) | Withdrawn, word) == word;
    }

    internal void PublishWithdrawn(ExitReason reason, string detail)
    {
        _failure = reason;
        _detail = detail;
        if (Interlocked.Exchange(ref _continuation, Completed) is { } waiting)
        {
            _lateContinuation = waiting;
            Resume();
        }
    }

    private void Resume()
    {
        if (Caller is { } caller)
            caller.Resume(this);
        else if (_scheduling is SynchronizationContext context)
            context.Post(static s => ((CallMessage)s!).RunContinuation(), this);
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void RunContinuation()
    {
        var continuation = _lateContinuation!;
        _lateContinuation = null;
        continuation(_continuationState);
    }

    void IPost.Run() => RunContinuation();

    void IThreadPoolWorkItem.Execute() => RunContinuation();

    // ---- timeout -----------------------------------------------------------------------------------------------------

    internal bool TryEnterWheel() => Interlocked.CompareExchange(ref _inWheel, 1, 0) == 0;

    /// <summary>The wheel's slot of this call has come. Returns the deadline to come back for, or -1 when there is nothing to wait for.</summary>
    internal long OnWheel(long now)
    {
        var word = Volatile.Read(ref _word);
        if ((word & StateMask) == Pending && TimeoutMilliseconds >= 0)
        {
            var deadline = Deadline;
            if (Volatile.Read(ref _word) == word)
            {
                if (deadline > now)
                    return deadline;
                Fail(word >> 3, ExitReason.Timeout, Target is ProcessCore core ? core.DescribeActivity() : null);
            }
        }

        Volatile.Write(ref _inWheel, 0);
        Interlocked.MemoryBarrier();

        // A call that was started on this object meanwhile may have seen the old value and stayed out of the wheel.
        word = Volatile.Read(ref _word);
        return (word & StateMask) == Pending && TimeoutMilliseconds >= 0 && TryEnterWheel() ? Math.Max(Deadline, now + 1) : -1;
    }
}
