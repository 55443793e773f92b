using Zhar.Runtime;

namespace Zhar;

/// <summary>A task that gives a <typeparamref name="T"/>. Started with <see cref="ProcessTask.Async{T}(Func{T})"/> or through a <see cref="TaskSupervisor"/>.</summary>
/// <remarks>All operations are its owner's, the process that started it; another process gets an <see cref="InvalidOperationException"/>.</remarks>
public sealed class ProcessTask<T> : ProcessTask
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private T? _value;

    internal ProcessTask(ProcessCore owner, TaskLinkage linkage)
        : base(owner, linkage)
    {
    }

    /// <summary>Waits for the value.</summary>
    /// <param name="timeout">Longest wait. Default 5 s; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <exception cref="CallExitException">The task failed, with its reason, or the time is over (<c>timeout</c>). After a timeout the task runs on;
    /// being linked, it ends with the owner unless the exception is caught.</exception>
    /// <remarks>A value is taken once: awaiting again can only time out. Source: Elixir Task.await/2.</remarks>
    public async ValueTask<T> Await(TimeSpan? timeout = null)
    {
        CheckOwner("Await");
        var wait = timeout ?? DefaultTimeout;
        var milliseconds = Durations.MillisecondsOrInfinite(wait, nameof(timeout));
        if (TryTake() is not { } result)
        {
            if (milliseconds == 0)
                throw Failed(ExitReason.Timeout, wait);
            try
            {
                await WaitOrThrow("Await", milliseconds);
                result = TryTake()!;
            }
            catch (CallExitException)
            {
                // A task that ended together with the timeout has ended in time.
                if (TryTake() is not { } late)
                    throw;
                result = late;
            }
        }

        return result switch
        {
            TaskOk<T> ok => ok.Value,
            TaskExit<T> exit => throw Failed(exit.Reason, wait),
            _ => throw new System.Diagnostics.UnreachableException($"Unknown outcome {result} of {this}. Please report this."),
        };
    }

    /// <summary>Waits for the outcome without failing. May be repeated while it gives <see cref="TaskNone{T}"/>.</summary>
    /// <param name="timeout">Longest wait. Default 5 s.</param>
    /// <remarks>Source: Elixir Task.yield/2.</remarks>
    public async ValueTask<TaskResult<T>> Yield(TimeSpan? timeout = null)
    {
        CheckOwner("Yield");
        var milliseconds = Durations.MillisecondsOrInfinite(timeout ?? DefaultTimeout, nameof(timeout));
        if (TryTake() is { } result)
            return result;
        await Wait("Yield", milliseconds);
        return TryTake() ?? TaskNone<T>.Instance;
    }

    /// <summary>Stops the task and waits until it is dead: asks, and kills it when the time is over.</summary>
    /// <param name="timeout">Time to stop by itself.</param>
    /// <returns><see cref="TaskNone{T}"/> when it stopped on request; its value when that was there; <see cref="TaskExit{T}"/> when it ended otherwise
    /// (<c>killed</c> after the time), or with <c>noproc</c> when its outcome had been taken before.</returns>
    /// <remarks>Nothing of the task reaches the owner afterwards. Source: Elixir Task.shutdown/2.</remarks>
    public ValueTask<TaskResult<T>> Shutdown(TimeSpan timeout) => Shutdown(Zhar.Shutdown.After(timeout));

    /// <summary>As above, by a rule: after a time (default 5 s), without end, or killed at once.</summary>
    public async ValueTask<TaskResult<T>> Shutdown(Shutdown? how = null)
    {
        CheckOwner("Shutdown");
        var rule = (how ?? Zhar.Shutdown.After(DefaultTimeout)).Milliseconds;
        if (TryTake() is { } result)
            return result;
        if (IsTaken || Pid.IsNone)
            return new TaskExit<T>(ExitReason.NoProc);

        var brutal = rule == Zhar.Shutdown.BrutalKill.Milliseconds;
        DetachAndSignal(brutal ? ExitReason.Kill : ExitReason.Shutdown);
        await Wait("Shutdown", brutal ? -1 : rule);
        if (TryTake() is not { } stopped)
        {
            DetachAndSignal(ExitReason.Kill);
            await Wait("Shutdown", -1);
            stopped = TryTake()!;
        }

        var requested = brutal ? ExitReason.Killed : ExitReason.Shutdown;
        return stopped is TaskExit<T> exit && exit.Reason == requested ? TaskNone<T>.Instance : stopped;
    }

    /// <summary>Lets the task run on without its owner: unlinks it and drops what it will give.</summary>
    /// <returns>The outcome when it is there already, else <see cref="TaskNone{T}"/>.</returns>
    /// <remarks>Source: Elixir Task.ignore/1.</remarks>
    public TaskResult<T> Ignore()
    {
        CheckOwner("Ignore");
        if (TryTake() is { } result)
            return result;
        Drop();
        return TaskNone<T>.Instance;
    }

    /// <summary>Has the outcome sent to the owner as a message, for a server that must not wait: a <see cref="TaskReply{T}"/>, or a <see cref="Down"/> with
    /// this <see cref="ProcessTask.Ref"/> when the task fails. It can no longer be awaited.</summary>
    /// <remarks>Source: Elixir Task, the messages of async_nolink in handle_info.</remarks>
    public void ReplyAsMessage()
    {
        var owner = CheckOwner("ReplyAsMessage");
        if (TrySetMessaging())
            return;
        switch (TryTake())
        {
            case TaskOk<T> ok:
                owner.Push(new MessageSignal(new TaskReply<T>(Ref, ok.Value)));
                break;
            case TaskExit<T> exit:
                owner.Push(new MessageSignal(new Down(Ref, Pid, exit.Reason)));
                break;
            default:
                throw new InvalidOperationException($"The outcome of {this} has been taken already, or asked for as a message before.");
        }
    }

    internal static ProcessTask<T> FromValue(ProcessCore owner, T value)
    {
        var task = new ProcessTask<T>(owner, TaskLinkage.NotLinked) { _value = value };
        task.SetCompleted();
        return task;
    }

    internal void Succeed(T value)
    {
        bool asMessage;
        lock (Gate)
        {
            if (!BeginReply(out asMessage))
                return;
            _value = value;
        }

        if (asMessage)
            Owner.Push(new MessageSignal(new TaskReply<T>(Ref, value)));
        EndReply();
    }

    /// <summary>The outcome, when it is there and nobody has taken it.</summary>
    internal TaskResult<T>? TryTake()
    {
        if (!TryTakeEnded(out var failure))
            return null;
        return failure is null ? new TaskOk<T>(_value!) : new TaskExit<T>(failure);
    }

    internal CallExitException Failed(ExitReason reason, TimeSpan timeout) => new(reason, Pid.IsNone ? default : new ServerRef(Pid), "Await", timeout, null);
}
