using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>Decides which thread runs which process when. One scheduler can serve several nodes.</summary>
internal abstract class Scheduler
{
    internal CoarseClock Clock { get; } = new();

    /// <summary>Milliseconds since the scheduler started, as last published.</summary>
    internal long CoarseNow => Volatile.Read(ref Clock.Now);

    /// <summary>The same, read exactly: for a thread that the monitor may have slept under.</summary>
    internal abstract long ExactNow { get; }

    /// <summary>The same, as last published if that was lately: for a thread from outside, under which nobody may have published for long.</summary>
    internal virtual long RecentNow => ExactNow;

    /// <summary>How often a queue was taken from a worker whose handler did not return.</summary>
    internal virtual long Retakes => 0;

    /// <summary>Threads that are in a handler which lost its queue: handlers that are stuck now.</summary>
    internal virtual int Detached => 0;

    /// <summary>Threads that still run code of a process which is dead.</summary>
    internal virtual int Zombies => 0;

    /// <summary>How many processes wait in each worker's queue; none when the queues are not this scheduler's own.</summary>
    internal virtual IReadOnlyList<int> RunQueues => [];

    /// <summary>How many processes wait in the queue that all workers share.</summary>
    internal virtual int GlobalQueue => 0;

    /// <summary>Whether calls may run on the caller's thread.</summary>
    internal virtual bool AllowsInline => true;

    /// <summary>Runs on threads from outside that go on now. Half of the processors at the most: a handler that got stuck holds up one thread of a pool, not all of them.</summary>
    private int _outsideRuns;

    /// <summary>Whether how long a process waits for its turn says something about the machine, so that probes may be sent.</summary>
    internal virtual bool RunsInRealTime => true;

    /// <summary>Queues a process that the caller owns, and gives the ownership away. The sender's own worker runs it next.</summary>
    internal abstract void Schedule(ProcessCore process);

    /// <summary>Queues a process behind all others: its turn is used up.</summary>
    internal abstract void Yield(ProcessCore process);

    /// <summary>A running process got a fatal signal. When its code does not return soon, it is declared dead without it.</summary>
    internal abstract void WatchFatal(ProcessCore process);

    /// <summary>Calls <paramref name="timers"/> whenever its time has come.</summary>
    internal abstract void Attach(ITimed timers);

    internal abstract void Detach(ITimed timers);

    /// <summary>Tells that <paramref name="timers"/> has something due earlier than before.</summary>
    internal abstract void Hasten(ITimed timers);

    /// <summary>Runs what is not part of any live process: the clean-up after a dead one.</summary>
    internal virtual void Offload<T>(Action<T> work, T state) => ThreadPool.UnsafeQueueUserWorkItem(work, state, preferLocal: false);

    /// <summary>A continuation of an await on something that is not Zhar's comes back into <paramref name="process"/>, from the calling thread.</summary>
    internal virtual void OnPost(ProcessCore process)
    {
    }

    /// <summary>Runs a call on this thread if the server is idle and its handlers are known to be short. False: queue it.</summary>
    internal virtual bool TryRunInline(ProcessCore server, CallMessage call, Executor? executor)
    {
        if (!AllowsInline || !server.IsIdle || !server.AcceptsInline)
            return false;
        var rights = server.Node.InlineRights.Of(call);
        if (executor?.Process is null)
        {
            if (!rights.ForOutsiders)
            {
                rights.NoteQueued();
                return false;
            }

            executor = Executor.ForThisThread();
        }
        else if (!rights.ForProcesses || executor.Depth >= 8)
        {
            return false;
        }

        call.MakePrivate();
        if (!server.TryClaimIdle())
        {
            call.CancelPrivate();
            return false;
        }

        if (!server.AcceptsInline)
        {
            // It has run in between, and is idle again in another state: suspended, or with an idle timeout.
            call.CancelPrivate();
            Schedule(server);
            return false;
        }

        var before = CoarseNow;
        server.ExecuteInline(executor, call);
        var took = CoarseNow - before;
        rights.Note((int)took);
        if (call.TimeoutMilliseconds >= 0 && took > call.TimeoutMilliseconds)
            call.FailLate(ExitReason.Timeout);
        return true;
    }

    /// <summary>
    /// Runs a message on this thread, one from outside that reads messages off a connection, if the receiver is idle and messages of its kind are known to be
    /// short. It takes the hop to a worker out, which costs more than most handlers: waking a thread takes 30 µs. False: send it.
    /// </summary>
    internal bool TryRunInline(ProcessCore server, Signal signal, InlineRights.Right right)
    {
        if (!AllowsInline || Telemetry.Tracing || !server.IsIdle || !server.AcceptsInline || Executor.Current?.Process is not null)
            return false;
        if (!right.ForOutsiders)
        {
            right.NoteQueued();
            return false;
        }

        try
        {
            if (Interlocked.Increment(ref _outsideRuns) > Math.Max(1, Environment.ProcessorCount / 2) || !server.TryClaimIdle())
                return false;
            var before = CoarseNow;
            server.ExecuteInline(Executor.ForThisThread(), signal);
            right.Note((int)(CoarseNow - before));
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _outsideRuns);
        }
    }
}

/// <summary>Something that the scheduler's clock drives.</summary>
internal interface ITimed
{
    /// <summary>When it has to be polled next, in the scheduler's milliseconds; <see cref="long.MaxValue"/> when nothing waits.</summary>
    long NextDue { get; }

    void Poll(long now);
}
