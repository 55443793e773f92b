using System.Diagnostics;
using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>
/// The scheduler's clock and watchdog, on a thread of its own that never runs user code: publishes the coarse time, drives timers, takes the queue
/// from a worker that is stuck in user code, and declares a process dead that was killed while its code runs on.
/// </summary>
internal sealed class SchedulerMonitor(WorkerScheduler scheduler)
{
    /// <summary>Longest time that a worker may spend in one handler while others wait.</summary>
    private const int StuckMilliseconds = 5;

    private const int IdleTicksBeforeSleep = 20;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _gate = new();
    private readonly List<ProcessCore> _fatal = [];
    private readonly HogThrottle _throttle = new();
    private ITimed[] _timed = [];
    private long _sleepsUntil = long.MinValue; // 0 = awake; the least before the first look
    private volatile bool _stopped;

    /// <summary>Milliseconds since the start.</summary>
    internal long Now => scheduler.CoarseNow;

    /// <summary>Whether the time is published each millisecond.</summary>
    internal bool IsAwake => Volatile.Read(ref _sleepsUntil) == 0;

    /// <summary>How often a queue was taken from a stuck worker.</summary>
    internal long Retakes { get; private set; }

    /// <summary>How many processes were declared dead while their code ran on.</summary>
    internal long Zombies { get; private set; }

    internal void Start() => new Thread(Run) { IsBackground = true, Name = "zhar-monitor", Priority = ThreadPriority.AboveNormal }.UnsafeStart();

    internal void Stop()
    {
        _stopped = true;
        _wake.Set();
    }

    internal void Attach(ITimed timers)
    {
        lock (_gate)
            _timed = [.. _timed, timers];
        Hasten(timers.NextDue);
    }

    internal void Detach(ITimed timers)
    {
        lock (_gate)
            _timed = [.. _timed.Where(t => t != timers)];
    }

    /// <summary>The exact time, published: for a thread that comes from outside or from a long sleep.</summary>
    internal long Refresh()
    {
        var now = (long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
        Volatile.Write(ref scheduler.Clock.Now, now);
        return now;
    }

    internal void Hasten(long due)
    {
        var until = Volatile.Read(ref _sleepsUntil);
        if (until != 0 && due < until)
            _wake.Set();
    }

    /// <summary>A worker has come back to life: its clock may be old, and the monitor may have gone to sleep.</summary>
    internal void OnUnpark()
    {
        Refresh();
        if (Volatile.Read(ref _sleepsUntil) != 0)
            _wake.Set();
    }

    internal void WatchFatal(ProcessCore process)
    {
        lock (_gate)
            _fatal.Add(process);
        if (Volatile.Read(ref _sleepsUntil) != 0)
            _wake.Set();
    }

    private void Run()
    {
        ThreadPriorities.TrySetShortSlice(ThreadPriorities.CurrentThreadId());
        var idle = 0;
        WakeUp();
        while (!_stopped)
        {
            var now = Refresh();
            var due = long.MaxValue;
            foreach (var timers in Volatile.Read(ref _timed))
            {
                if (timers.NextDue <= now)
                    timers.Poll(now);
                due = Math.Min(due, timers.NextDue);
            }

            var retook = Inspect(now);
            BuryFatal();
            var quiet = scheduler.Parked >= scheduler.WorkerCount && !scheduler.HasGlobalWork && _fatal.Count == 0;
            idle = quiet ? idle + 1 : 0;
            if (retook)
                Thread.Sleep(0);
            else if (idle < IdleTicksBeforeSleep)
                Thread.Sleep(1);
            else
                Doze(due);
        }
    }

    /// <summary>Sleeps while nothing happens, until a timer is due or somebody wakes it.</summary>
    private void Doze(long due)
    {
        Volatile.Write(ref _sleepsUntil, due);
        Interlocked.MemoryBarrierProcessWide();

        // Looked at again after the announcement: work or a timer that came in between has not seen it.
        var again = long.MaxValue;
        foreach (var timers in Volatile.Read(ref _timed))
            again = Math.Min(again, timers.NextDue);
        if (scheduler.Parked >= scheduler.WorkerCount && !scheduler.HasGlobalWork && _fatal.Count == 0)
        {
            var wait = Math.Min(again, due) - Now;
            if (wait > 0)
                _wake.WaitOne((int)Math.Min(wait, 60_000));
        }

        WakeUp();
    }

    private void WakeUp()
    {
        Refresh();
        Volatile.Write(ref _sleepsUntil, 0);
    }

    /// <summary>Looks for workers that are stuck. True when a queue was taken, so that the next look comes at once.</summary>
    private bool Inspect(long now)
    {
        var retook = false;
        foreach (var worker in scheduler.Snapshot())
        {
            var queue = worker.Queue;
            var process = worker.Process;
            if (process is null || !worker.InUser)
            {
                worker.Stay = default;
                continue;
            }

            var ticks = queue?.Ticks ?? -1;
            var seen = worker.Stay;
            if (seen.Ticks != ticks || !ReferenceEquals(seen.Process, process))
            {
                worker.Stay = (ticks, now, process);
                HogThrottle.OnSeen(worker);
                if (!IsBlocked(worker))
                    continue;
                seen.Since = now - StuckMilliseconds;
            }

            var stuckFor = now - seen.Since;
            if (queue is null)
            {
                _throttle.OnDetached(worker, now);
                continue;
            }

            var patience = scheduler.Parked > 0 ? 1 : StuckMilliseconds;
            if (stuckFor >= patience && Volatile.Read(ref worker.Handover) is not null)
                worker.TryStopHandover();
            if (stuckFor >= patience && (queue.HasWork || scheduler.HasGlobalWork) && TryTake(worker, queue))
            {
                retook = true;
                Retakes++;
            }
        }

        return retook;
    }

    private static bool IsBlocked(Worker worker) => worker.Thread is { } thread && (thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;

    private bool TryTake(Worker worker, WorkQueue queue)
    {
        lock (worker.TransferLock)
        {
            worker.Retake = 1;
            Interlocked.MemoryBarrierProcessWide();
            if (!worker.InUser || !ReferenceEquals(worker.Queue, queue))
                return false; // it came out: it clears the flag itself under this lock
            if (worker.Handover is not null)
                worker.ReleaseHandover();
            worker.Queue = null;
        }

        scheduler.GiveAway(queue);
        _throttle.OnDetached(worker, Now);
        return true;
    }

    /// <summary>Ends the processes that got a fatal signal while their code was running and have not ended by themselves.</summary>
    private void BuryFatal()
    {
        ProcessCore[] fatal;
        lock (_gate)
        {
            if (_fatal.Count == 0)
                return;
            _fatal.RemoveAll(static p => p.IsDead);
            fatal = [.. _fatal];
        }

        foreach (var process in fatal)
        {
            var thread = scheduler.Snapshot().FirstOrDefault(w => w.InUser && ReferenceEquals(w.Process, process)) ?? Executor.OutsiderIn(process);
            if (thread is null || !process.TryBeginDeath())
                continue;

            // The thread may have come out of user code since. It then sees the exit, loses the race for the death and leaves; wait until it is
            // either back in user code, where it touches nothing of the process, or gone from it.
            Interlocked.MemoryBarrierProcessWide();
            var spin = default(SpinWait);
            while (ReferenceEquals(thread.Process, process) && !thread.InUser)
                spin.SpinOnce();
            Zombies++;
            process.Die(process.ExitReason!);
        }
    }
}
