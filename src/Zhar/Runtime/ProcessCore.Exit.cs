using Zhar.Nodes;
using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>The end of a process. Its order is part of the semantics: Terminate; names and everything owned released; dead; calls failed; links and monitors told.</summary>
internal sealed partial class ProcessCore
{
    /// <summary>A callback threw.</summary>
    private void Crash(Exception e, Signal? signal)
    {
        var reason = Zhar.ExitReason.Error(e);
        if (Volatile.Read(ref _exit) is not null || _phase == Phase.Dead)
            return; // a fatal signal is under way; the loop ends the process with its reason
        if (_phase == Phase.Terminating)
        {
            // Terminate itself failed: its failure becomes the reason.
            Cold.StopReason = reason;
            return;
        }

        var cold = Cold;
        cold.PendingExit = null;
        if (Has(Traits.Pending))
        {
            // A callback posted by hand, or an async void method, threw beside a handler that has not ended: there is no end to wait for.
            cold.StopReason = reason;
            Interlocked.CompareExchange(ref _exit, reason, null);
            return;
        }

        if (_phase is Phase.Created or Phase.Starting)
        {
            InitFailed(reason);
            return;
        }

        Set(Traits.Next, false);
        cold.Crashed = signal;
        cold.CrashedVersion = CurrentVersion;
        cold.StopReason = reason;
        SetNext(new Next { StopReason = reason });
    }

    private void BeginTerminate(Executor executor, ExitReason reason)
    {
        var cold = Cold;
        cold.StopReason = reason;
        _phase = Phase.Terminating;
        if (_behaviour!.HasTerminate)
        {
            RunUser(executor, new TerminateSignal(reason));
        }
    }

    /// <summary>Wins the right to end the process: its owner, or the monitor for a process that is stuck in its code.</summary>
    internal bool TryBeginDeath() => Interlocked.CompareExchange(ref _dying, (byte)1, (byte)0) == 0;

    /// <summary>Ends the process. The caller has won <see cref="TryBeginDeath"/> and owns the process.</summary>
    internal void Die(ExitReason reason)
    {
        // What comes now may take its time outside of user code, logs and what the process owns: nobody shall be held meanwhile.
        (Executor.Current as Worker)?.StopHandover();
        var cold = ColdOrNull;
        var behaviour = _behaviour;
        var starting = behaviour as StartingServer;
        if (starting is not null)
            reason = cold?.StopReason ?? reason;
        Interlocked.CompareExchange(ref _exit, reason, null);
        if (!reason.IsClean && cold is { StopReason: not null, Silent: false })
            Reports.Crash(this, reason, cold.Crashed ?? _current);

        ReleaseOwned(cold, reason);

        Lock();
        _phase = Phase.Dead;
        var links = TakeEntries(out var onlyLink);
        Unlock();

        Node.Processes.Remove(this);
        FailCalls(reason, cold);
        if (onlyLink is not null)
            TellLink(onlyLink, reason, starting);
        if (links is not null)
        {
            foreach (var link in links)
                TellLink(link, reason, starting);
        }

        Cleanup(cold, behaviour);
        if (cold?.AfterStop is { } afterStop)
        {
            cold.AfterStop = null;
            afterStop();
        }

        starting?.Gone(reason);

        // Pids, and queues that this process went through, may keep the core for long: nothing of the application hangs on it any more.
        cold?.Forget();
        if (reason.Value is not null)
            Volatile.Write(ref _exit, Zhar.ExitReason.Of(reason.Tag));
    }

    private void ReleaseOwned(ProcessCold? cold, ExitReason reason)
    {
        if (cold is null)
            return;
        List<IOwned>? owned;
        lock (cold)
        {
            owned = cold.Owned;
            cold.Owned = null;
        }

        if (owned is not null)
        {
            for (var i = owned.Count - 1; i >= 0; i--)
                Guard(static (o, core, r) => ((IOwned)o).Release(core, r), owned[i], reason);
        }

        if (cold.Timers is not null)
            Node.Timers.CancelAll(this);
        Node.Names.Release(this);
        if (!cold.Via.IsNone && cold.Via.Registry is not INodeNameRegistry)
            Guard(static (via, _, _) => ((ServerName)via).Registry!.UnregisterName(((ServerName)via).Key!), cold.Via, reason);
        DeactivateAliases();
    }

    /// <summary>Runs code of others that has a part in the death: whatever it does, the death goes on.</summary>
    private void Guard(Action<object, ProcessCore, ExitReason> release, object what, ExitReason reason)
    {
        try
        {
            release(what, this, reason);
        }
        catch (Exception e)
        {
            Node.Log.ReleaseFault(e, Pid.ToString(), what.GetType().Name);
        }
    }

    private void FailCalls(ExitReason reason, ProcessCold? cold)
    {
        AbandonOne(_current, CurrentVersion, reason, cold);
        if (cold is not null)
            AbandonOne(cold.Crashed, cold.CrashedVersion, reason, cold);
        var rest = Interlocked.Exchange(ref _in, DeadMark);
        AbandonAll(_chain, reason);
        _chain = null;
        if (rest is not MarkSignal)
            AbandonAll(Reverse(rest), reason);
        ReceiveOrNull?.AbandonAll(reason);
        AbandonRemoteCalls(cold);
        if (cold?.Deferred is { } deferred)
        {
            foreach (var (call, version) in deferred)
                call.Fail(version, reason);
        }
    }

    /// <summary>All that wait: also those that the process had begun and not awaited yet, and those that it awaited together.</summary>
    private static void AbandonRemoteCalls(ProcessCold? cold)
    {
        if (cold is null)
            return;
        HashSet<OutgoingCall>? calls;
        lock (cold)
        {
            calls = cold.RemoteCalls;
            cold.RemoteCalls = null;
        }

        foreach (var call in calls ?? [])
            call.Abandon();
    }

    private static void AbandonOne(Signal? signal, int version, ExitReason reason, ProcessCold? cold)
    {
        if (signal is not null && !ReferenceEquals((signal as TracedSignal)?.Inner ?? signal, cold?.AnsweredCall))
            signal.AbandonDelivered(version, reason);
    }

    /// <summary>What a call gets that comes after the death.</summary>
    internal ExitReason ReasonForLateCall => Zhar.ExitReason.NoProc;

    private static void AbandonAll(Signal? chain, ExitReason reason)
    {
        while (chain is not null)
        {
            var next = chain.Next;
            chain.Next = null;
            chain.Abandon(reason);
            chain = next;
        }
    }

    private void TellLink(object entry, ExitReason reason, StartingServer? starting)
    {
        switch (entry)
        {
            case ProcessCore peer when starting is not null && ReferenceEquals(peer, starting.Starter) && peer._trapsExits:
                // The starter gets the reason as the result of the start, not as a message too.
                peer.RemoveLink(this);
                break;
            case ProcessCore peer:
                peer.OnLinkedExit(this, reason);
                break;
            case MonitorRef monitor when ReferenceEquals(monitor.Watcher, this):
                if (monitor.Target is ProcessCore watched)
                    watched.RemoveLink(monitor);
                else if (monitor.Target is { } elsewhere)
                    Node.Links.Demonitor(monitor, elsewhere);
                break;
            case MonitorRef monitor:
                FireMonitor(monitor, reason);
                break;
            case PidTarget remote:
                Node.Links.LinkExit(this, remote, reason);
                break;
            case IOwned other:
                Guard(static (o, core, r) => ((IOwned)o).Release(core, r), other, reason);
                break;
        }
    }

    private void Cleanup(ProcessCold? cold, ProcessBehaviour? behaviour)
    {
        _current = null;
        _lineage = Node.NoLineage;
        if (WaitingFor is { } waiting)
        {
            _context!.WaitingFor = null;
            waiting.FailFor(this, Zhar.ExitReason.Killed);
        }

        _behaviour = null; // after everybody has been told, also the node of a server that it was calling

        if (behaviour is StartingServer failed)
            behaviour = failed.Server;
        if (behaviour is IDisposable disposable)
            LastRites.Run(Node, disposable);
        if (cold is not null)
            CleanupCold(cold);
        Set(Traits.Direct, false);
        if (_context is { } context)
        {
            context.Receive?.Cancel(this);
            context.Receive = null;

            // A queue may hold the dead process for long; what was its application's code goes now, so that the application can be unloaded.
            context.Operation = default;
            context.OperationSignal = null;
            RunOrphans(context);
        }
    }

    private void CleanupCold(ProcessCold cold)
    {
        if (cold.Token is { } token)
            LastRites.Run(Node, token);
        if (cold.Scope is { } scope)
            LastRites.Run(Node, scope);
        foreach (var delay in cold.TakeDelays())
            delay.Cancel();
        cold.Dictionary = null;
        cold.Crashed = null;
        cold.AnsweredCall = null;
        cold.Inherited = null;
        cold.Deferred = null;
        cold.Server = null;
        cold.Next = default;
    }

    /// <summary>What waits to continue in this process goes on as a zombie's code, and so does what comes later.</summary>
    private void RunOrphans(ProcessSynchronizationContext context)
    {
        if (context.Direct is { } direct)
        {
            context.Direct = null;
            Zombie.Run(this, direct);
        }

        for (var post = context.Close(); post is not null;)
        {
            var next = post.NextPost;
            post.NextPost = null;
            Zombie.Run(this, post);
            post = next;
        }
    }

    // ---- start protocol ----------------------------------------------------------------------------------------------

    /// <summary>Init has returned a state: the starter goes on.</summary>
    internal void InitSucceeded(object? info = null)
    {
        if (_behaviour is not StartingServer starting)
            return;
        _behaviour = starting.Server;
        if (ColdOrNull?.HibernateAfter is not null)
            HibernateTimer.Arm(this);
        if (starting.Starter.ColdOrNull is { LetsStartedGo: true })
            Unlink(starting.Starter);
        Node.OnStarted?.Invoke(this);
        starting.Succeeds(Pid, info);
    }

    /// <summary>Init has thrown, or returned nonsense: the process ends with <paramref name="reason"/> and so does the start.</summary>
    internal void InitFailed(ExitReason reason)
    {
        var cold = Cold;
        cold.StopReason = reason;
        (_behaviour as StartingServer)?.EndsWith(new StartFailed(reason));
        SetNext(new Next { StopReason = reason });
    }

    /// <summary>Init has refused to start.</summary>
    internal void InitEnded(InitKind kind, ExitReason? reason)
    {
        var cold = Cold;
        if (kind == InitKind.Stop)
        {
            InitFailed(reason!);
            return;
        }

        cold.StopReason = Zhar.ExitReason.Normal;
        if (kind == InitKind.Ignore)
            (_behaviour as StartingServer)?.EndsWith(Ignored.Instance);
        else
            (_behaviour as StartingServer)?.EndsWith(new StartFailed(reason!));
        SetNext(new Next { StopReason = Zhar.ExitReason.Normal });
    }

    private sealed class TerminateSignal(ExitReason reason) : Signal
    {
        internal override bool IsSystem => true;

        internal override object Payload => $"terminate({reason})";

        internal override ValueTask Deliver(ProcessBehaviour behaviour) => behaviour.OnTerminate(reason);
    }
}
