using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>The loop: what the owner of a process does until it gives the process up.</summary>
internal sealed partial class ProcessCore
{
    /// <summary>Runs the process until it waits, ends, or has used up its turn. The caller owns it on entry and no longer on return.</summary>
    internal void Execute(Executor executor)
    {
        executor.Begin(this, Has(Traits.Async));
        var budget = executor.Budget;
        while (true)
        {
            if (Volatile.Read(ref _exit) is { } fatal)
            {
                // Lost: the monitor has declared the process dead while its code was running, and owns what is left of it.
                if (TryBeginDeath())
                    Die(fatal);
                break;
            }

            if (Has(Traits.Direct))
            {
                RunDirect(executor);
                continue;
            }

            if (_wake != 0)
            {
                RunContinuations(executor);
                if (--budget <= 0 || executor.IsOverTime)
                {
                    GiveWay(executor);
                    return;
                }

                continue;
            }

            if (Has(Traits.Pending))
            {
                if (_context!.Operation.IsCompleted)
                {
                    EndOperation(executor);
                    continue;
                }

                if (ReceiveOrNull is { IsWaiting: true } receive)
                {
                    if (receive.TryMatch(this, executor))
                    {
                        if (--budget <= 0 || executor.IsOverTime)
                        {
                            GiveWay(executor);
                            return;
                        }

                        continue;
                    }

                    EndHandover(executor);
                    if (_phase != Phase.Dead && TryGoIdle())
                        break;
                }
                else
                {
                    if (executor.Handover is not null && ((Worker)executor).TryHold(this))
                        break;
                    EndHandover(executor);
                    if (TrySuspend())
                        break;
                }

                continue;
            }

            if (_phase == Phase.Created)
            {
                _phase = Phase.Starting;
                RunUser(executor, null);
                continue;
            }

            if (Has(Traits.Next))
            {
                if (ApplyNext(executor))
                    continue;
                break;
            }

            if (_phase == Phase.Terminating)
            {
                // Terminate has ended, without a pending operation: the process is over.
                if (TryBeginDeath())
                    Die(ColdOrNull?.StopReason ?? Zhar.ExitReason.Normal);
                break;
            }

            var signal = Has(Traits.SysSuspended) ? TakeWhileSuspended() : ReceiveOrNull?.TakeFirst() ?? Take();
            if (signal is null)
            {
                EndHandover(executor);
                if (TryGoIdle())
                    break;
                continue;
            }

            RunUser(executor, signal);
            if (Telemetry.HasListeners)
                executor.RestoreContext(); // an activity that a handler left open is not the next message's parent
            if (--budget <= 0 || executor.IsOverTime)
            {
                GiveWay(executor);
                return;
            }
        }

        executor.End();
    }

    /// <summary>The end of a turn: the process is given up, and scheduled again.</summary>
    private void GiveWay(Executor executor)
    {
        EndHandover(executor);
        executor.End();
        Node.Scheduler.Yield(this);
    }

    /// <summary>
    /// A server that gives itself up without having answered what was handed over to it may run on another thread at once, and answer there. So the hand-over ends first:
    /// after it only this thread would know of it.
    /// </summary>
    private static void EndHandover(Executor executor)
    {
        if (executor.Handover is not null)
            ((Worker)executor).ReleaseHandover();
    }

    /// <summary>The next entry that a suspended server handles. The others are set aside in order, so that each is looked at once however many come.</summary>
    private Signal? TakeWhileSuspended()
    {
        var cold = Cold;
        if (!cold.HeldSearched)
        {
            if (TakeWhere(IsHandledWhileSuspended) is { } found)
                return found;
            cold.HeldSearched = true;
        }

        while (Take() is { } signal)
        {
            if (IsHandledWhileSuspended(signal))
                return signal;
            Receive.Append(signal);
        }

        return null;
    }

    private bool IsHandledWhileSuspended(Signal signal) => signal.IsSystem || (signal is ExitSignal exit && IsParent(exit.Exit.From));

    /// <summary>Runs one call on the caller's thread. The caller has claimed this idle process, and owns it no longer on return.</summary>
    internal void ExecuteInline(Executor executor, CallMessage call)
    {
        var caller = executor.Switch(this, Has(Traits.Async));
        var version = call.Version;
        RunUser(executor, call);
        executor.SwitchBack(caller);
        if (Volatile.Read(ref _exit) is not null && Volatile.Read(ref _dying) != 0)
            call.FailLate(ExitReason ?? Zhar.ExitReason.Killed); // what a dead process has answered is nobody's
        call.Share();
        if (Volatile.Read(ref _dying) != 0)
            call.Fail(version, ExitReason ?? Zhar.ExitReason.Killed); // declared dead meanwhile, see CallMessage.AbandonDelivered
        EndInline();
    }

    /// <summary>Runs one message on the thread of its sender, which has claimed this idle process, and owns it no longer on return.</summary>
    internal void ExecuteInline(Executor executor, Signal signal)
    {
        // It may have run in between, and be idle again in another state: suspended, or with an idle timeout.
        if (!AcceptsInline || Volatile.Read(ref _exit) is not null)
        {
            PutFirst(signal);
            Node.Scheduler.Schedule(this);
            return;
        }

        var sender = executor.Switch(this, Has(Traits.Async));
        RunUser(executor, signal);
        executor.SwitchBack(sender);
        EndInline();
    }

    /// <summary>Runs the start callback of a new process on the starter's thread. True: the server runs. False: it has to be scheduled, by <see cref="EndInline"/>.</summary>
    internal bool StartInline(Executor executor)
    {
        var starter = executor.Switch(this, Has(Traits.Async));
        _phase = Phase.Starting;
        RunUser(executor, null);
        executor.SwitchBack(starter);
        return _behaviour is not StartingServer;
    }

    /// <summary>Gives a process up that ran on another's thread.</summary>
    internal void EndInline()
    {
        // What the callback has looked at and left is in the chain, or set aside: TryGoIdle knows of neither.
        if (Has(Traits.Pending | Traits.Next) || _phase != Phase.Running || Volatile.Read(ref _exit) is not null || _wake != 0 || _chain is not null || ReceiveOrNull is { Count: > 0 })
            Node.Scheduler.Schedule(this);
        else if (!TryGoIdle())
            Node.Scheduler.Schedule(this);
    }

    /// <summary>Whether a call may run in place: nothing but an ordinary message is expected.</summary>
    internal bool AcceptsInline => _phase == Phase.Running && !Has(Traits.Pending | Traits.Next | Traits.SysSuspended | Traits.IdleTimeout) && _chain is null && ColdOrNull?.Server is null;

    private void RunUser(Executor executor, Signal? signal)
    {
        if (Has(Traits.IdleTimeout) && signal is { IsSystem: false })
            IdleTimer.Cancel(this);
        _since = (int)executor.Clock.Now;
        _current = signal;
        if (_context?.Cold is { } cold)
            cold.Handled++;
        ValueTask operation;
        executor.EnterUser();
        try
        {
            operation = signal is null ? _behaviour!.OnStart() : signal.Deliver(_behaviour!);
            if (operation.IsCompleted)
                operation.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            executor.LeaveUser();
            Crash(e, signal);
            return;
        }

        executor.LeaveUser();
        if (operation.IsCompleted)
            AfterUser(signal);
        else
            Suspend(operation, signal);
    }

    private void Suspend(ValueTask operation, Signal? signal)
    {
        var context = Context;
        context.Operation = operation;
        context.OperationSignal = signal;
        Set(Traits.Pending, true);

        // Wakes the process when the operation ends outside of it, as after ConfigureAwait(false).
        PendingOperation.NotifyWhenDone(operation, context);
    }

    private void EndOperation(Executor executor)
    {
        var context = _context!;
        var operation = context.Operation;
        var signal = context.OperationSignal;
        context.Operation = default;
        context.OperationSignal = null;
        Set(Traits.Pending, false);
        try
        {
            operation.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Crash(e, signal);
            return;
        }

        AfterUser(signal);
    }

    private void AfterUser(Signal? signal)
    {
        _current = null;
        if (_phase == Phase.Starting)
            _phase = Phase.Running;
        else if (Has(Traits.IdleTimeout) && signal is { IsSystem: true } and not HibernateSignal)
            IdleTimer.Restart(this);
    }

    private void RunDirect(Executor executor)
    {
        Set(Traits.Direct, false);
        var context = _context!;
        var post = context.Direct!;
        context.Direct = null;
        executor.EnterUser();
        try
        {
            post.Run();
        }
        catch (Exception e)
        {
            executor.LeaveUser();
            Crash(e, _current);
            return;
        }

        executor.LeaveUser();
    }

    private void RunContinuations(Executor executor)
    {
        Interlocked.Exchange(ref _wake, (byte)0);
        var context = _context!;
        var post = context.TakeAll();
        IPost? next = null;
        executor.EnterUser();
        try
        {
            for (; post is not null; post = next)
            {
                next = post.NextPost;
                post.NextPost = null;
                post.Run();
            }
        }
        catch (Exception e)
        {
            // Async methods carry their exceptions; only an async void method, or a callback posted by hand, comes here.
            // Those that are left end with the process: their finally blocks have to run.
            executor.LeaveUser();
            while (next is { } left)
            {
                next = left.NextPost;
                left.NextPost = null;
                context.TryPush(left);
            }

            Crash(e, _current);
            return;
        }

        executor.LeaveUser();
    }

    // ---- what a callback asked for -----------------------------------------------------------------------------------

    internal void SetNext(Next next)
    {
        Cold.Next = next;
        Set(Traits.Next, true);
    }

    /// <summary>False: the process has been given up.</summary>
    private bool ApplyNext(Executor executor)
    {
        var next = Cold.Next;
        Cold.Next = default;
        Set(Traits.Next, false);
        if (_phase is Phase.Terminating or Phase.Dead)
            return true;
        if (Cold.PendingExit is { } exit)
        {
            BeginTerminate(executor, exit);
            return true;
        }

        if (next.StopReason is { } reason)
        {
            BeginTerminate(executor, reason);
            return true;
        }

        if (next.ContinueWith is { } step)
        {
            RunUser(executor, new ContinueSignal(step));
            return true;
        }

        // A message that waits already cancels it; a system message does not.
        if (next.TimeoutMilliseconds > 0 && !HasMessage())
        {
            if (next.TimeoutMilliseconds == 1 && _chain is null)
                RunUser(executor, new MessageSignal(IdleTimeout.Instance));
            else
                IdleTimer.Start(this, next.TimeoutMilliseconds - 1);
        }

        if (next.Hibernates)
            Hibernate();
        return true;
    }

    private bool HasMessage()
    {
        // Where one waits already nothing is gathered, which would walk the whole chain for each message of a long one.
        if (ReceiveOrNull is { Count: > 0 } || IsInChain())
            return true;
        Gather();
        return IsInChain();

        bool IsInChain()
        {
            for (var s = _chain; s is not null; s = s.Next)
            {
                if (!s.IsSystem)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Frees what can be made again. Until the next message the process counts as hibernating.</summary>
    internal void Hibernate()
    {
        var cold = Cold;
        cold.Dictionary?.TrimExcess();
        cold.Deferred?.TrimExcess();
        if (ReceiveOrNull is { Count: 0, IsWaiting: false })
            _context!.Receive = null; // it is in the context
        cold.IsHibernated = true;
        Set(Traits.IdleTimeout, true);
    }

    internal void KeepDeferred(CallMessage call)
    {
        using var scope = Enter();
        var deferred = Cold.Deferred ??= [];

        // Answered entries are dropped when the list has doubled, so keeping one costs O(1) on average.
        if (deferred.Count >= 16 && (deferred.Count & (deferred.Count - 1)) == 0)
            deferred.RemoveAll(static d => !d.Call.IsPendingAs(d.Version));
        deferred.Add((call, call.Version));
    }

    /// <summary>The body of a raw process has returned: it ends normally. For the owner.</summary>
    internal void Finish() => _phase = Phase.Terminating;

    /// <summary>The callback that runs has asked for the end of the process by an exception. If it swallows that, the process ends all the same, after it.</summary>
    internal void NoteExit(ExitReason reason)
    {
        if (_behaviour is RawBehaviour || _phase is Phase.Terminating or Phase.Dead)
            return; // the one callback of a raw process is its whole life: there is nothing after it
        Cold.PendingExit = reason;
        Set(Traits.Next, true);
    }

    /// <summary>Asks the process to end with <paramref name="reason"/> after the current callback. For the owner.</summary>
    internal void RequestStop(ExitReason reason) => SetNext(new Next { StopReason = reason });

    private sealed class ContinueSignal(object step) : Signal
    {
        internal override bool IsSystem => true;

        internal override object Payload => step;

        internal override ValueTask Deliver(ProcessBehaviour behaviour) => ((GenServer)behaviour).RunContinue(step);
    }
}
