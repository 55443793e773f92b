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
            _cold!.StopReason = reason;
            return;
        }

        if (_phase is Phase.Created or Phase.Starting)
        {
            InitFailed(reason);
            return;
        }

        _hasNext = false;
        var cold = Cold;
        cold.Crashed = signal;
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
    internal bool TryBeginDeath() => Interlocked.CompareExchange(ref _dying, 1, 0) == 0;

    /// <summary>Ends the process. The caller has won <see cref="TryBeginDeath"/> and owns the process.</summary>
    internal void Die(ExitReason reason)
    {
        var cold = _cold;
        var behaviour = _behaviour;
        var starting = (behaviour as StartingServer)?.Wait;
        if (starting is not null)
            reason = cold?.StopReason ?? reason;
        Interlocked.CompareExchange(ref _exit, reason, null);
        if (!reason.IsClean && cold is { StopReason: not null, Silent: false })
            Reports.Crash(this, reason, cold.Crashed ?? _current);

        ReleaseOwned(cold, reason);

        Lock();
        _phase = Phase.Dead;
        var links = _links.Take();
        Unlock();

        FailCalls(reason, cold);
        cold?.AfterStop?.Invoke();
        if (links is not null)
            TellLinks(links, reason, starting);
        Node.Processes.Remove(this);
        Cleanup(cold, behaviour);
        starting?.Complete(reason);
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
                owned[i].Release(this, reason);
        }

        if (cold.Timers is not null)
            Node.Timers.CancelAll(this);
        Node.Names.Release(this);
        if (!cold.Via.IsNone)
            cold.Via.Registry!.UnregisterName(cold.Via.Key!);
        if (cold.Aliases is { } aliases)
        {
            foreach (var alias in aliases)
                alias.Deactivate();
        }
    }

    private void FailCalls(ExitReason reason, ProcessCold? cold)
    {
        AbandonOne(_current, reason, cold);
        AbandonOne(cold?.Crashed, reason, cold);
        AbandonOne(cold?.Context?.OperationSignal, reason, cold);
        var rest = Interlocked.Exchange(ref _in, DeadMark);
        AbandonAll(_chain, reason);
        _chain = null;
        if (rest is not MarkSignal)
            AbandonAll(Reverse(rest), reason);
        cold?.Receive?.AbandonAll(reason);
        if (cold?.Deferred is { } deferred)
        {
            foreach (var (call, version) in deferred)
                call.Fail(version, reason);
        }
    }

    private static void AbandonOne(Signal? signal, ExitReason reason, ProcessCold? cold)
    {
        if (signal is not null && !ReferenceEquals((signal as TracedSignal)?.Inner ?? signal, cold?.AnsweredCall))
            signal.Abandon(reason);
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

    private void TellLinks(List<object> links, ExitReason reason, StartWait? starting)
    {
        foreach (var entry in links)
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
                    else if (monitor.Target is not null)
                        Node.Links.Demonitor(monitor);
                    break;
                case MonitorRef monitor:
                    FireMonitor(monitor, reason);
                    break;
                case PidTarget remote:
                    Node.Links.LinkExit(this, remote, reason);
                    break;
                case IOwned other:
                    other.Release(this, reason);
                    break;
            }
        }
    }

    private void Cleanup(ProcessCold? cold, ProcessBehaviour? behaviour)
    {
        _current = null;
        _behaviour = null;
        _lineage = Lineage.None;
        if (WaitingFor is { } waiting)
        {
            WaitingFor = null;
            waiting.Fail(Zhar.ExitReason.Killed);
        }

        if (cold is null)
        {
            (behaviour as IDisposable)?.Dispose();
            return;
        }

        if (cold.Token is { } token)
            ThreadPool.UnsafeQueueUserWorkItem(static t => t.Cancel(), token, preferLocal: false);
        if (cold.Scope is { } scope)
            ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.DisposeAsync().AsTask(), scope, preferLocal: false);
        if (behaviour is IDisposable disposable)
            ThreadPool.UnsafeQueueUserWorkItem(static d => d.Dispose(), disposable, preferLocal: false);
        cold.Receive?.Cancel(this);
        foreach (var delay in cold.Delays ?? [])
            delay.Cancel();
        if (cold.Context is { } context)
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

        cold.Dictionary = null;
        cold.Deferred = null;
        cold.Server = null;
        cold.Next = default;
    }

    // ---- start protocol ----------------------------------------------------------------------------------------------

    /// <summary>Init has returned a state: the starter goes on.</summary>
    internal void InitSucceeded(object? info = null)
    {
        if (_behaviour is not StartingServer starting)
            return;
        _behaviour = starting.Server;
        starting.Wait.Succeed(new Started(Pid, info));
    }

    /// <summary>Init has thrown, or returned nonsense: the process ends with <paramref name="reason"/> and so does the start.</summary>
    internal void InitFailed(ExitReason reason)
    {
        var cold = Cold;
        cold.StopReason = reason;
        (_behaviour as StartingServer)?.Wait.Fails(reason);
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
            (_behaviour as StartingServer)?.Wait.Ignores();
        else
            (_behaviour as StartingServer)?.Wait.Fails(reason!);
        SetNext(new Next { StopReason = Zhar.ExitReason.Normal });
    }

    private sealed class TerminateSignal(ExitReason reason) : Signal
    {
        internal override bool IsSystem => true;

        internal override object Payload => $"terminate({reason})";

        internal override ValueTask Deliver(ProcessBehaviour behaviour) => behaviour.OnTerminate(reason);
    }
}
