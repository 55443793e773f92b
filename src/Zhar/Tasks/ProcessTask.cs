using Zhar.Runtime;

namespace Zhar;

/// <summary>A piece of work in a process of its own, and the handle by which its starter gets the value: what OTP and Elixir call a task.</summary>
/// <remarks>
/// <para>For one computation beside what a process is doing; for state or many messages use a <see cref="GenServer{TState}"/>.</para>
/// <code>
/// var price = ProcessTask.Async(() => shop.Price(item));
/// var stock = ProcessTask.Async(() => shop.Stock(item));
/// return new Offer(await price.Await(), await stock.Await());
/// </code>
/// <para>The task is linked with its starter, its owner: when one of them fails, so does the other. For a failure that the owner survives, start it with
/// <see cref="TaskSupervisor"/>'s <c>AsyncNoLink</c>. Only the owner can wait for it, and each value is taken once. The value comes by a one-shot reply, so
/// nothing of a task stays in the mailbox. Source: Elixir Task.</para>
/// </remarks>
public abstract partial class ProcessTask : IOwned
{
    private readonly TaskLinkage _linkage;
    private ProcessCore? _process;
    private ITaskListener? _listener;
    private TaskPhase _phase;
    private bool _detached;
    private bool _sentDown;
    private ExitReason? _failure;

    private protected ProcessTask(ProcessCore owner, TaskLinkage linkage)
    {
        Owner = owner;
        _linkage = linkage;
    }

    private protected enum TaskPhase : byte
    {
        Running,
        Messaging,  // runs, and its value goes to the mailbox
        Ended,
        Taken,      // the owner has the outcome, or wants none
    }

    /// <summary>The process of the task; the default value for one made by <see cref="Completed"/>.</summary>
    public Pid Pid => _process is null ? default : new(_process);

    /// <summary>Names the task in the <see cref="Down"/> that its owner gets when it fails unlinked and nobody waits.</summary>
    public MonitorRef Ref => field ??= MonitorRef.Of(Owner, _process);

    internal ProcessCore Owner { get; }

    private protected Lock Gate { get; } = new();

    // ---- the task's side ---------------------------------------------------------------------------------------------

    /// <summary>Ties the task to its process, which does not run yet.</summary>
    internal void Attach(ProcessCore process)
    {
        _process = process;
        process.TryAddLink(this);
        if (_linkage == TaskLinkage.Stream && !Owner.TryAddLink(this))
            process.SetFatal(ExitReason.Killed);
    }

    void IOwned.Release(ProcessCore owner, ExitReason reason)
    {
        if (ReferenceEquals(owner, _process))
            OnTaskDied(reason);
        else
            _process!.OnExitSignal(owner.Pid, ExitReason.Kill); // a stream's tasks end with whoever reads it
    }

    /// <summary>The function has returned. True: the value may be stored, and <see cref="EndReply"/> follows.</summary>
    private protected bool BeginReply(out bool asMessage)
    {
        // Before the reply: a task that has done its work leaves an owner that traps exits no EXIT(normal).
        if (_linkage == TaskLinkage.Linked)
            Owner.Unlink(_process!);
        asMessage = _phase == TaskPhase.Messaging;
        if (_phase is not (TaskPhase.Running or TaskPhase.Messaging))
            return false;
        _phase = asMessage ? TaskPhase.Taken : TaskPhase.Ended;
        return true;
    }

    private protected void EndReply() => TakeListener()?.OnTaskEnded(this);

    private void OnTaskDied(ExitReason reason)
    {
        var endsOwner = false;
        lock (Gate)
        {
            if (_phase is TaskPhase.Running or TaskPhase.Messaging)
            {
                _failure = reason;
                _sentDown = _phase == TaskPhase.Messaging || (_linkage == TaskLinkage.NotLinked && _listener is null);
                _phase = TaskPhase.Ended;
                if (_sentDown)
                    Owner.Push(new MessageSignal(new Down(Ref, Pid, reason)));
                endsOwner = FailsOwner && !_detached && !reason.IsNormal && !Owner.TrapsExits;
            }
        }

        if (_linkage == TaskLinkage.Stream)
            Owner.RemoveLink(this);
        if (endsOwner)
            Owner.SetFatal(reason);
        EndReply();
    }

    private ITaskListener? TakeListener()
    {
        lock (Gate)
        {
            var listener = _listener;
            _listener = null;
            return listener;
        }
    }

    /// <summary>Whether a failing task of a stream ends the stream's reader, as a link would.</summary>
    internal bool FailsOwner { get; init; }

    // ---- the owner's side --------------------------------------------------------------------------------------------

    private protected ProcessCore CheckOwner(string operation)
    {
        var self = Process.Live($"ProcessTask.{operation}");
        if (ReferenceEquals(self, Owner))
            return self;
        throw new InvalidOperationException(
            $"{operation} of the task {Pid} was called by {self.DisplayName}, but only its owner {Owner.DisplayName} can wait for it. Start the task where its value is needed, or send the value on.");
    }

    /// <summary>Whether the outcome is here; then it is taken, together with the message that told of it.</summary>
    private protected bool TryTakeEnded(out ExitReason? failure)
    {
        bool flush;
        lock (Gate)
        {
            failure = _failure;
            if (_phase != TaskPhase.Ended)
                return false;
            _phase = TaskPhase.Taken;
            flush = _sentDown;
        }

        if (flush)
            Owner.TakeWhere(s => s.Payload is Down down && ReferenceEquals(down.Ref, Ref));
        return true;
    }

    /// <summary>Has <paramref name="listener"/> told of the end, at once when it is over. A task whose outcome has been taken never ends again.</summary>
    internal void Listen(ITaskListener listener)
    {
        lock (Gate)
        {
            if (_phase is TaskPhase.Messaging)
                throw new InvalidOperationException($"The value of the task {Pid} comes as a message, as ReplyAsMessage asked. Receive it, or do not ask for it.");
            if (_phase == TaskPhase.Running)
            {
                if (_listener is not null)
                    throw new InvalidOperationException($"The task {Pid} is waited for already. One wait at a time: await the first.");
                _listener = listener;
                return;
            }

            if (_phase != TaskPhase.Ended)
                return;
        }

        listener.OnTaskEnded(this);
    }

    internal void StopListening() => TakeListener();

    private protected async ValueTask Wait(string operation, int milliseconds)
    {
        if (milliseconds == 0)
            return;
        var waiter = new TaskWaiter(operation);
        await waiter.Wait(Owner.Node, Owner, milliseconds, () => Listen(waiter));
        Owner.ThrowIfDead();
        StopListening();
    }

    private protected async ValueTask WaitOrThrow(string operation, int milliseconds)
    {
        var waiter = new TaskWaiter(operation);
        var ending = waiter.Begin(Owner, _process, milliseconds);
        Listen(waiter);
        try
        {
            await ending;
        }
        finally
        {
            StopListening();
        }
    }

    private protected bool TrySetMessaging()
    {
        lock (Gate)
        {
            if (_phase != TaskPhase.Running)
                return false;
            _phase = TaskPhase.Messaging;
            return true;
        }
    }

    private protected bool IsTaken
    {
        get
        {
            lock (Gate)
                return _phase == TaskPhase.Taken;
        }
    }

    /// <summary>Cuts the owner's link, then sends an exit signal: what becomes of the task no longer concerns the owner.</summary>
    internal void DetachAndSignal(ExitReason? reason)
    {
        lock (Gate)
            _detached = true;
        if (_process is not { } process)
            return;
        if (_linkage == TaskLinkage.Linked)
            Owner.Unlink(process);
        if (reason is not null)
            process.OnExitSignal(Owner.Pid, reason);
    }

    /// <summary>Takes or drops the outcome: nothing of the task reaches the owner any more.</summary>
    private protected void Drop()
    {
        DetachAndSignal(null);
        lock (Gate)
            _phase = TaskPhase.Taken;
    }

    private protected void SetCompleted() => _phase = TaskPhase.Ended;

    /// <summary>Names the task.</summary>
    public override string ToString() => $"#Task<{Pid}>";
}

/// <summary>How a task hangs together with its owner.</summary>
internal enum TaskLinkage : byte
{
    Linked,
    NotLinked,
    Stream,
}
