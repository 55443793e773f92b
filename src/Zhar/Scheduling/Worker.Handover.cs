using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>
/// The call that this worker hands over: it has claimed an idle server for it, which waits in the slot or runs, and holds the caller without suspending it.
/// When the server answers in its turn, the caller goes on, and of six atomic operations two remain. Whatever else happens ends the hand-over, and
/// then the call is one like any other.
/// </summary>
/// <remarks>
/// Written by this thread out of user code, and by others while it is inside, by the rule of <see cref="Executor"/>: <see cref="Executor.Retake"/>, a
/// process-wide fence, and a look at <see cref="Executor.InUser"/> under <see cref="TransferLock"/>.
/// </remarks>
internal sealed partial class Worker
{
    private int _visit;

    /// <summary>Whether a call of this worker to <paramref name="server"/> could be handed over. For this thread, out of user code.</summary>
    internal bool CanHandOver(ProcessCore server)
    {
        if (!server.IsIdle || !ReferenceEquals(server.Node.Scheduler, Scheduler))
            return false;
        if (Handover is not null)
            ReleaseHandover(); // one at a time: the server that runs calls another
        return Queue is { HasSlot: false };
    }

    /// <summary>Claims the server and puts it with its request into the slot. For this thread, out of user code.</summary>
    internal bool TryHandOver(ProcessCore server, CallMessage call)
    {
        if (!server.TryClaimFor(call))
            return false;
        Handover = call;
        Queue!.ReplaceSlot(server);
        return true;
    }

    /// <summary>At the end of a turn: whether the process waits for the call that is handed over. Then it is held, and not suspended.</summary>
    internal bool TryHold(ProcessCore process)
    {
        if (!ReferenceEquals(Handover!.Caller, process) || !Handover.IsAwaited)
            return false;
        HoldsCaller = true;
        return true;
    }

    /// <summary>Leaves user code, if the running server answers the call that is handed over to it, until <see cref="EndHandover"/>.</summary>
    internal bool TryTakeHandover(CallMessage call)
    {
        _visit = Visit();
        if (ReferenceEquals(Handover, call) && HoldsCaller)
            return true;
        Return(_visit);
        return false;
    }

    /// <summary>The call is answered: the caller goes on after this turn.</summary>
    internal void EndHandover(CallMessage call)
    {
        var caller = call.Caller!;
        Handover = null;
        HoldsCaller = false;
        call.DoneInHandover();
        caller.ContinueWith(call);
        Scheduler.ScheduleOn(this, Queue!, caller);
        Return(_visit);
    }

    /// <summary>Makes the call one like any other. For this thread.</summary>
    internal void StopHandover()
    {
        var was = Visit();
        if (Handover is not null)
            ReleaseHandover();
        Return(was);
    }

    /// <summary>As above from another thread. False: this one is out of user code, and the call will soon be answered, or released by itself.</summary>
    internal bool TryStopHandover()
    {
        lock (TransferLock)
        {
            Retake = 1;
            Interlocked.MemoryBarrierProcessWide();
            if (!InUser)
                return false; // it clears the flag itself under this lock
            if (Handover is not null)
                ReleaseHandover();
            return true;
        }
    }

    /// <summary>For this thread out of user code, or for another one that has fenced.</summary>
    internal void ReleaseHandover()
    {
        var call = Handover!;
        var held = HoldsCaller ? call.Caller : null;
        Handover = null;
        HoldsCaller = false;
        call.ShareHandover();
        held?.SuspendHeld();
    }
}
