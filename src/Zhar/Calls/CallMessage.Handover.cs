using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>
/// The hand-over: a call to an idle server goes from the caller to the server and back on one worker. While it does, nobody else has seen it, so its
/// steps are plain stores. See docs/architecture/call.md.
/// </summary>
public abstract partial class CallMessage
{
    // Written while nobody else may have this object, and when the hand-over ends.
    private bool _handedOver;
    private Worker? _worker; // that hands it over

    /// <summary>Whether the caller has begun to wait, while this is handed over.</summary>
    internal bool IsAwaited => (_word & StateMask) == Waiting;

    /// <summary>Queues the call in the slot of this worker, if the server is idle and the slot free. False: it has not been sent.</summary>
    private bool TryHandOver(ProcessCore server, Node node, Executor? executor, in CallOptions options)
    {
        if (executor is not Worker worker || Caller is null || !worker.CanHandOver(server) || options.CancellationToken.CanBeCanceled || Telemetry.Tracing ||
            (TimeoutMilliseconds >= 0 && !node.CallTimeouts.UsesWheel))
        {
            return false;
        }

        // Before the call is opened: the timer wheel may have this object since an earlier one, and asks.
        if (TimeoutMilliseconds >= 0)
            Deadline = CallTimeouts.DeadlineAfter(worker.Clock, TimeoutMilliseconds);
        if (!ReferenceEquals(_worker, worker))
            _worker = worker;
        Volatile.Write(ref _handedOver, true);
        Open();
        if (!worker.TryHandOver(server, this))
        {
            _word = (_word & ~StateMask) | Free;
            ShareHandover();
            return false;
        }

        if (TimeoutMilliseconds >= 0 && IsMissingIn(node.CallTimeouts))
            node.CallTimeouts.Add(this);
        return true;
    }

    /// <summary>Notes that the caller waits, when it does so in the hand-over: nobody can have ended the call. No fence, see <see cref="Deadlock"/>.</summary>
    private bool IsAwaitedInHandover(ProcessCore caller)
    {
        if (Executor.Current is not Worker { Handover: { } current } worker)
            return false;
        if (!ReferenceEquals(current, this) || !ReferenceEquals(worker.Process, caller))
        {
            // Whoever waits for another call is a step in a path of waits, and all earlier ones have to be seen by whoever looks along it.
            worker.StopHandover();
            return false;
        }

        var was = worker.Visit();
        var isOurs = ReferenceEquals(worker.Handover, this);
        if (isOurs)
            _word = (_word & ~StateMask) | Waiting;
        worker.Return(was);
        return isOurs;
    }

    /// <summary>The worker on which the running server answers this call in the hand-over. It is out of user code until <see cref="Worker.EndHandover"/>.</summary>
    /// <remarks>
    /// The thread need not be asked for: while a call is handed over it can only be answered by the handler that runs on its worker. A <see cref="From{T}"/>
    /// that others could answer through ends the hand-over, and an old one has another version.
    /// </remarks>
    private protected Worker? TakeHandover(int version) =>
        _handedOver && Version == version && _worker!.TryTakeHandover(this) ? _worker : null;

    /// <summary>The answer is stored, and the waiting caller is this worker's own: nobody else has to see it.</summary>
    internal void DoneInHandover()
    {
        _word = (_word & ~StateMask) | Done;
        ShareHandover();
    }

    /// <summary>Whether this is handed over, as the call of that version. Others ask before they change its word, and what is written here comes before the answer.</summary>
    internal bool IsHandedOverAs(int version) => Volatile.Read(ref _handedOver) && Volatile.Read(ref _word) >> 3 == version;

    /// <summary>From here on others may end the call.</summary>
    internal void ShareHandover() => Volatile.Write(ref _handedOver, false);

    /// <summary>Ends the hand-over, if this call is in one, so that the call can be changed from any thread.</summary>
    private protected void StopHandover()
    {
        if (Volatile.Read(ref _handedOver))
            StopHandoverOf(this);
    }

    private static void StopHandoverOf(CallMessage call)
    {
        if (Executor.Current is Worker worker && ReferenceEquals(worker.Handover, call))
            worker.StopHandover();
        else if (call.Target is ProcessCore { Node.Scheduler: WorkerScheduler scheduler })
            scheduler.StopHandover(call);
    }
}
