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
public abstract partial class CallMessage : ServerMessage, IThreadPoolWorkItem, IPost
{
    // Pending: nobody waits yet; Waiting: the continuation is in place; Writing, WritingAwaited: the outcome is being stored, without and with one.
    private protected const int Free = 0, Pending = 1, Waiting = 2, Writing = 3, WritingAwaited = 4, Done = 5, Withdrawn = 6, StateMask = 7;

    private int _word;
    private CallTimeouts? _home;      // whose clock the deadline is on
    private CallTimeouts? _wheel;     // in which this object waits, perhaps since an earlier call, perhaps on another node
    private Action<object?>? _continuation;
    private object? _continuationState;
    private object? _scheduling;      // SynchronizationContext of an outside caller
    private ExitReason? _failure;
    private object? _detail;          // text, or what the server was doing
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

    /// <summary>The other end, when the call crosses nodes.</summary>
    internal IRemoteEnd? Remote;

    IPost? IPost.NextPost { get; set; }

    internal int Version => _word >> 3;

    private protected bool IsPending => IsOpen(_word);

    private static bool IsOpen(int word) => (word & StateMask) is Pending or Waiting;

    internal bool IsPendingAs(int version) => Volatile.Read(ref _word) is var word && word >> 3 == version && IsOpen(word);

    /// <summary>Version and state in one, to tell later whether anything has happened to the call.</summary>
    internal int Word => Volatile.Read(ref _word);

    /// <summary>Whether <paramref name="word"/> was read while the call was open.</summary>
    internal static bool IsOpenWord(int word) => IsOpen(word);

    /// <summary>A new object with the same arguments, to travel to another node.</summary>
    protected abstract CallMessage Copy();

    /// <summary>Gives the object back to the pool of its type.</summary>
    protected abstract void Recycle();

    /// <summary>What travels to the server's node. This object stays and waits.</summary>
    internal CallMessage CopyToTravel() => Copy();

    /// <summary>Makes a copy that came from another node into a call that <paramref name="caller"/> waits for.</summary>
    internal void Arrive(IRemoteEnd caller)
    {
        Remote = caller;
        _word = (1 << 3) | Pending;
    }

    /// <summary>Answers with a reply that came from another node.</summary>
    internal abstract void ReplyObject(int version, object? value);

    internal override ValueTask Deliver(ProcessBehaviour behaviour)
    {
        var word = Volatile.Read(ref _word);
        if ((word & StateMask) == Withdrawn)
            return default;
        behaviour.Core.CurrentVersion = word >> 3;
        return behaviour.OnServerMessage(this);
    }

    internal override void Abandon(ExitReason reason) => Fail(reason);

    // A call that runs in place is left to the thread it runs on: that is the caller's, so nobody waits for this.
    internal override void AbandonDelivered(int version, ExitReason reason)
    {
        if (!Volatile.Read(ref _private))
            Fail(version, reason);
    }

    // ---- the caller's side -------------------------------------------------------------------------------------------

    /// <summary>Begins to wait without a request in a mailbox, as the starter of a process does.</summary>
    private protected short StartWaiting(Node node, ProcessCore? caller, int timeoutMilliseconds)
    {
        Caller = caller;
        TimeoutMilliseconds = timeoutMilliseconds;
        _home = node.CallTimeouts;
        if (timeoutMilliseconds >= 0)
            Deadline = node.CallTimeouts.ExactDeadlineAfter(timeoutMilliseconds);
        Open();
        if (timeoutMilliseconds >= 0)
            node.CallTimeouts.Add(this);
        return (short)Version;
    }

    /// <summary>Starts the call: runs it in place when the server is idle and its handler is known to be quick, else queues it.</summary>
    private protected short Start(in ServerRef server, in CallOptions options)
    {
        var executor = Executor.Current;
        var caller = executor?.Process;
        caller?.ThrowIfDead();
        var target = server.Resolve(executor, out var node);

        if (!ReferenceEquals(Caller, caller))
            Caller = caller;
        if (!ReferenceEquals(Target, target))
            Target = target;
        TimeoutMilliseconds = options.Milliseconds;
        if (!ReferenceEquals(_home, node.CallTimeouts))
            _home = node.CallTimeouts;
        if (!ReferenceEquals(server.Address, target))
            _address = server.Address;
        Deferred = false;

        if (target is null)
            FailAtOnce(ExitReason.NoProc);
        else if (ReferenceEquals(target, caller))
            FailAtOnce(ExitReason.CallingSelf);
        else if (options.CancellationToken.IsCancellationRequested)
        {
            Open();
            Cancel(Version, options.CancellationToken);
        }
        else if (caller is null)
            StartAt(target, node, executor, options);
        else
            StartFenced(target, node, executor!, options);
        return (short)Version;
    }

    /// <summary>Outside of user code while the request goes out, so that nothing is asked in the name of a process after its DOWN.</summary>
    private void StartFenced(PidTarget target, Node node, Executor executor, in CallOptions options)
    {
        var caller = Caller!;
        var was = executor.Visit();
        try
        {
            caller.ThrowIfDead();
            StartAt(target, node, executor, options);
        }
        finally
        {
            executor.Return(was);
        }
    }

    private void StartAt(PidTarget target, Node node, Executor? executor, in CallOptions options)
    {
        if (target is ProcessCore core && ReferenceEquals(core.Node, node))
            StartLocal(core, node, executor, options);
        else
            StartRemote(target, node, options);
    }

    /// <summary>
    /// Makes this object the next call. From here on the timer wheel, in which the object may be since an earlier call, takes it for one that is
    /// pending: caller, target and deadline have to be in place.
    /// </summary>
    private void Open() => Volatile.Write(ref _word, ((((_word >> 3) + 1) << 3) & int.MaxValue) | Pending);

    private void FailAtOnce(ExitReason reason)
    {
        Deadline = long.MaxValue;
        Open();
        Fail(Version, reason);
    }

    private void StartLocal(ProcessCore core, Node node, Executor? executor, in CallOptions options)
    {
        var opened = false;
        if (CanRunInline && !Telemetry.Tracing)
        {
            // Needed by the wheel alone, when this object is still in it since a call that was queued.
            if (TimeoutMilliseconds >= 0 && Volatile.Read(ref _wheel) is not null)
                Deadline = node.CallTimeouts.DeadlineAfter(TimeoutMilliseconds);
            Open();
            opened = true;
            if (node.Scheduler.TryRunInline(core, this, executor))
            {
                if (IsPending)
                    ArmPending(node, options); // the handler kept the reply for later: now the call waits like any other
                return;
            }
        }

        if (!opened && TryHandOver(core, node, executor, options))
            return;
        if (TimeoutMilliseconds >= 0)
            Deadline = node.CallTimeouts.DeadlineAfter(TimeoutMilliseconds);
        if (!opened)
            Open();
        if (options.CancellationToken.CanBeCanceled)
            Register(options.CancellationToken);
        Signal signal = Telemetry.Tracing ? Telemetry.Wrap(this) : this;

        // On a clock of its own the timer comes first: whoever sees the request handled, and moves the clock, moves it past a timer that is set.
        var timed = TimeoutMilliseconds >= 0 && !node.CallTimeouts.UsesWheel;
        if (timed)
            node.CallTimeouts.Add(this);
        if (!core.Push(signal))
            Fail(Version, core.ReasonForLateCall);
        else if (!timed && TimeoutMilliseconds >= 0 && IsMissingIn(node.CallTimeouts))
            node.CallTimeouts.Add(this);
    }

    private void StartRemote(PidTarget target, Node node, in CallOptions options)
    {
        // Another node's process is never reached into, also when it lives in this OS process: the search for deadlocks ends here.
        target = node.Links.AddressOf(target);
        Target = target;
        if (target is ProcessCore core)
        {
            if (ReferenceEquals(core, Caller))
                FailAtOnce(ExitReason.CallingSelf);
            else
                StartLocal(core, node, Executor.Current, options);
            return;
        }

        Deadline = long.MaxValue;
        Open();
        ArmPending(node, options);
        node.Links.Call(target, this);
    }

    private void ArmPending(Node node, in CallOptions options)
    {
        if (TimeoutMilliseconds >= 0)
        {
            Volatile.Write(ref Deadline, node.CallTimeouts.DeadlineAfter(TimeoutMilliseconds));
            Interlocked.MemoryBarrier(); // before looking whether the wheel comes early enough, see OnWheel
            if (IsMissingIn(node.CallTimeouts))
                node.CallTimeouts.Add(this);
        }

        if (options.CancellationToken.CanBeCanceled)
            Register(options.CancellationToken);
    }

    private void Register(CancellationToken token) => _cancellation = token.UnsafeRegister(
        static (state, token) =>
        {
            var (call, version) = ((CallMessage, int))state!;
            call.Cancel(version, token);
        },
        (this, Version));

    /// <summary>Whether the handler is synchronous, and so may run on the caller's thread while the server is idle.</summary>
    public virtual bool CanRunInline => false;

    /// <summary>Marks this object as seen by nobody but this thread, while its handler runs in place; the timer wheel may have it from an earlier call.</summary>
    internal void MakePrivate() => _private = Volatile.Read(ref _wheel) is null;

    internal void CancelPrivate() => _private = false;

    /// <summary>What the node knows of how long this kind of call takes.</summary>
    internal Scheduling.InlineRights.Right? InlineRight;

    /// <summary>The object becomes visible to others: its handler has returned, or hands the reply to somebody else.</summary>
    internal void Share() => Volatile.Write(ref _private, false);

    /// <summary>The handler that ran in place has answered, but took longer than the caller wanted to wait, or was declared dead before. For the caller's thread.</summary>
    internal void FailLate(ExitReason reason)
    {
        if (!IsPending && _failure is null)
            _failure = reason;
    }

    /// <summary>Whether the reply is here already and the caller may go on, as after a run in place: then there is nothing to await.</summary>
    private protected bool HasReply =>
        (Volatile.Read(ref _word) & StateMask) == Done && _failure is null && _exception is null && Caller is not { IsExiting: true };

    private protected ValueTaskSourceStatus StatusOf(short token)
    {
        CheckToken(token);
        return (Volatile.Read(ref _word) & StateMask) < Done ? ValueTaskSourceStatus.Pending
            : _exception is not null ? ValueTaskSourceStatus.Canceled
            : _failure is null ? ValueTaskSourceStatus.Succeeded
            : ValueTaskSourceStatus.Faulted;
    }

    private protected void Await(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        CheckToken(token);
        _continuationState = state;
        ProcessCore? waiter = null;
        var caller = Caller; // read now: once the continuation is in place an outside caller may take the result and the object be used again
        if (caller is not null)
        {
            if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0)
            {
                waiter = caller;
                Volatile.Write(ref caller.Context.WaitingFor, this);
            }
        }
        else if ((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0)
        {
            _scheduling = SynchronizationContext.Current;
        }

        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0)
            continuation = WithContext(continuation);

        _continuation = continuation;
        if (caller is not null && IsAwaitedInHandover(caller))
            return;
        if (!TryWait())
        {
            // Ended in between: the continuation runs as if the reply had come after it.
            Resume();
            return;
        }

        // The swap above was the fence between publishing whom this process waits for and looking whom the others wait for.
        if (waiter is not null && Deadlock.Find(waiter, this) is { } cycle)
            cycle.Report();
    }

    /// <summary>Announces the continuation. False: the call has ended. A full fence either way.</summary>
    private bool TryWait()
    {
        while (true)
        {
            StopHandover();
            var word = Volatile.Read(ref _word);
            var next = (word & StateMask) switch
            {
                Pending => Waiting,
                Writing => WritingAwaited,
                _ => -1,
            };
            if (next < 0)
                return false;
            if (Interlocked.CompareExchange(ref _word, (word & ~StateMask) | next, word) == word)
                return true;
        }
    }

    // A method of its own: the closure would be allocated for every call, flowing or not.
    private static Action<object?> WithContext(Action<object?> continuation) => ExecutionContext.Capture() is { } context
        ? s => ExecutionContext.Run(context, x => continuation(x), s)
        : continuation;

    /// <summary>Takes the outcome and recycles the object. Throws when the call failed.</summary>
    private protected void Finish(short token)
    {
        CheckToken(token);
        if ((Volatile.Read(ref _word) & StateMask) < Done)
            throw new InvalidOperationException("The result of a call was read before the call had ended. Await it instead.");
        if (Caller is { } caller)
        {
            caller.WaitsNoMoreFor(this);

            // A reply that comes as the caller dies must not let its code go on.
            if (caller.IsExiting)
            {
                EndCancellation();
                caller.ThrowIfDead();
            }
        }

        if (_failure is null && _exception is null)
            return;

        // Not recycled: the server, the timer wheel or a cancelled token may still hold it.
        EndCancellation();
        if (_exception is not null)
            throw new OperationCanceledException(_exception.Message, _exception, ((OperationCanceledException)_exception).CancellationToken);
        throw new CallExitException(_failure!, ServerRef.FromAddress(_address ?? Target), ToString()!, TimeSpan.FromMilliseconds(TimeoutMilliseconds), _detail?.ToString());
    }

    internal ExitReason? FailureAfterCompletion => _failure;

    private protected void Reset()
    {
        _word = (_word & ~StateMask) | Free;
        _continuation = null;
        _continuationState = null;
        _scheduling = null;
        _address = null;
        EndCancellation();
    }

    private protected void EndCancellation()
    {
        if (_cancellation == default)
            return;
        _cancellation.Dispose();
        _cancellation = default;
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
        if (_private)
        {
            if (_word != ((version << 3) | Pending))
                return false;
            _word = (version << 3) | Writing;
            return true;
        }

        while (true)
        {
            var word = Volatile.Read(ref _word);
            if (word >> 3 != version || !IsOpen(word))
                return false;
            StopHandover();
            var next = (version << 3) | ((word & StateMask) == Waiting ? WritingAwaited : Writing);
            if (Interlocked.CompareExchange(ref _word, next, word) == word)
                return true;
        }
    }

    /// <summary>Makes the stored outcome visible and lets the caller go on.</summary>
    private protected void Publish()
    {
        var word = Volatile.Read(ref _word);
        var done = (word & ~StateMask) | Done;
        if (_private)
        {
            _word = done;
            return;
        }

        if ((word & StateMask) == WritingAwaited)
        {
            // The continuation is in place, so nobody else writes the word any more.
            Volatile.Write(ref _word, done);
            Resume();
        }
        else if ((Interlocked.Exchange(ref _word, done) & StateMask) == WritingAwaited)
        {
            Resume();
        }
    }

    internal void Fail(ExitReason reason) => Fail(Version, reason);

    internal void Fail(int version, ExitReason reason, object? detail = null)
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

    /// <summary>Fails the call that <paramref name="caller"/> awaits on this object, if it still does: the object may be another's by now.</summary>
    internal void FailFor(ProcessCore caller, ExitReason reason)
    {
        var word = Volatile.Read(ref _word);
        if (IsOpen(word) && ReferenceEquals(Caller, caller))
            Fail(word >> 3, reason);
    }

    private void Cancel(int version, CancellationToken token)
    {
        if (!TryClaim(version))
            return;
        _exception = new OperationCanceledException($"Waiting for {this} was cancelled. The server may still handle the request.", token);
        Remote?.Fail(ExitReason.Of("cancelled"));
        Publish();
    }

    /// <summary>Whether this wait may be ended to break a deadlock.</summary>
    internal virtual bool CanBeTakenBack => true;

    /// <summary>Takes the request back before its server sees it.</summary>
    internal bool TryWithdraw(int word) =>
        (word & StateMask) == Waiting && !Volatile.Read(ref _handedOver) && Interlocked.CompareExchange(ref _word, (word & ~StateMask) | Withdrawn, word) == word;

    internal void PublishWithdrawn(ExitReason reason, string detail)
    {
        _failure = reason;
        _detail = detail;
        Resume();
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
        var continuation = _continuation!;
        _continuation = null;
        continuation(_continuationState);
    }

    void IPost.Run() => RunContinuation();

    void IThreadPoolWorkItem.Execute() => RunContinuation();

    // ---- timeout -----------------------------------------------------------------------------------------------------

    /// <summary>Takes this object into a wheel. False: it is in that one, or in the wheel of another node, which will let go of it when it comes by.</summary>
    internal bool TryEnter(CallTimeouts wheel)
    {
        var current = Volatile.Read(ref _wheel);
        return (current is null || (current.IsStopped && !ReferenceEquals(current, wheel))) &&
               ReferenceEquals(Interlocked.CompareExchange(ref _wheel, wheel, current), current);
    }

    internal void Leave(CallTimeouts wheel) => Interlocked.CompareExchange(ref _wheel, null, wheel);

    /// <summary>When the wheel comes by this object, if it is in the wheel.</summary>
    internal long WheelDue;

    /// <summary>Whether <paramref name="wheel"/> would look at this call too late, or never: the slot may be that of an earlier call with a longer timeout.</summary>
    internal bool IsMissingIn(CallTimeouts wheel) =>
        !ReferenceEquals(Volatile.Read(ref _wheel), wheel) || Volatile.Read(ref WheelDue) > Volatile.Read(ref Deadline);

    /// <summary>The wheel's slot of this call has come. Returns the deadline to come back for, or -1 when there is nothing to wait for.</summary>
    internal long OnWheel(CallTimeouts wheel, long now)
    {
        while (true)
        {
            var word = Volatile.Read(ref _word);
            if (IsOpen(word) && TimeoutMilliseconds >= 0 && ReferenceEquals(_home, wheel))
            {
                var deadline = Volatile.Read(ref Deadline);
                if (Volatile.Read(ref _word) is var again && (again >> 3 != word >> 3 || !IsOpen(again)))
                    continue; // another call by now, or none
                if (deadline > now)
                {
                    // Published, then looked at again: a call that starts meanwhile with an earlier deadline is seen here, or sees this and takes a timer.
                    Volatile.Write(ref WheelDue, deadline);
                    Interlocked.MemoryBarrier();
                    if (Volatile.Read(ref Deadline) == deadline)
                        return deadline;
                    continue;
                }

                if (IsHandedOverAs(word >> 3))
                {
                    // Its worker answers it at once, or is seen to be stuck and the call released: the next slot will tell.
                    Volatile.Write(ref WheelDue, now + 1);
                    return now + 1;
                }

                Fail(word >> 3, ExitReason.Timeout, Target is ProcessCore core ? core.ActivityNow() : null);
            }

            Leave(wheel);

            // A call that was started on this object meanwhile may have seen the old value and stayed out of the wheel: then it is taken back in.
            if (!IsOpen(Volatile.Read(ref _word)) || TimeoutMilliseconds < 0 || !ReferenceEquals(_home, wheel) || !TryEnter(wheel))
                return -1;
        }
    }
}
