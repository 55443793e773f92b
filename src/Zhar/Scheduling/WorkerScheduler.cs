using System.Collections.Concurrent;
using Zhar.Runtime;

namespace Zhar.Scheduling;

/// <summary>
/// The default scheduler: as many workers as cores, each with a queue of its own, work stealing, and a monitor thread that takes the queue away
/// from a worker that is stuck in user code and gives it to another thread. See docs/architecture/scheduler.md.
/// </summary>
internal sealed class WorkerScheduler : Scheduler, IDisposable
{
    private readonly ConcurrentQueue<ProcessCore> _global = new();
    private readonly WorkQueue[] _queues;
    private readonly Stack<Worker> _parked = new();
    private readonly Stack<Worker> _spares = new();
    private readonly List<Worker> _all = [];
    private readonly Lock _gate = new();
    private readonly SchedulerMonitor _monitor;
    private int _parkedCount;
    private int _searching;
    private volatile bool _stopping;

    internal WorkerScheduler(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _queues = new WorkQueue[workers];
        for (var i = 0; i < workers; i++)
            _queues[i] = new WorkQueue();
        _monitor = new SchedulerMonitor(this);
        lock (_gate)
        {
            foreach (var queue in _queues)
                StartWorker(queue);
        }

        _monitor.Start();
    }

    /// <summary>The scheduler that nodes use unless they ask for their own: one per OS process, a worker per core.</summary>
    internal static WorkerScheduler Shared => SharedHolder.Instance;

    internal override long ExactNow => _monitor.Refresh();

    internal override long RecentNow => _monitor.IsAwake ? CoarseNow : ExactNow;

    internal int WorkerCount => _queues.Length;

    internal override long Retakes => _monitor.Retakes;

    internal override int Detached => DetachedCount;

    internal override int Zombies
    {
        get
        {
            lock (_gate)
                return _all.Count(static w => w.InUser && w.Process is { IsDead: true });
        }
    }

    internal override IReadOnlyList<int> RunQueues => [.. _queues.Select(static q => q.Length)];

    internal override int GlobalQueue => _global.Count;

    internal bool IsStopping => _stopping;

    internal SchedulerMonitor Monitor => _monitor;

    internal bool HasGlobalWork => !_global.IsEmpty;

    internal int Parked => Volatile.Read(ref _parkedCount);

    /// <summary>Threads that a worker's code holds beyond the queues: how many handlers are stuck now.</summary>
    internal int DetachedCount
    {
        get
        {
            lock (_gate)
                return _all.Count(w => w.Queue is null && w.Process is not null);
        }
    }

    internal override void Schedule(ProcessCore process)
    {
        if (Executor.Current is Worker worker && ReferenceEquals(worker.Scheduler, this))
        {
            var was = worker.Visit();
            if (worker.Queue is { } queue)
            {
                ScheduleOn(worker, queue, process);
                worker.Return(was);
                return;
            }

            worker.Return(was);
        }

        _global.Enqueue(process);
        WakeOne();
    }

    /// <summary>Puts a process into the slot of this worker, which is out of user code.</summary>
    internal void ScheduleOn(Worker worker, WorkQueue queue, ProcessCore process)
    {
        if (queue.ReplaceSlot(process) is not { } displaced)
            return;
        if (worker.Handover is not null)
            worker.ReleaseHandover(); // before others can take its server
        if (!queue.TryPush(displaced))
            _global.Enqueue(displaced);
        WakeOne();
    }

    internal override void Yield(ProcessCore process)
    {
        if (Executor.Current is Worker { Queue: { } queue } worker && ReferenceEquals(worker.Scheduler, this) && queue.TryPush(process))
        {
            WakeOne();
            return;
        }

        _global.Enqueue(process);
        WakeOne();
    }

    internal override void WatchFatal(ProcessCore process) => _monitor.WatchFatal(process);

    internal override void Attach(ITimed timers) => _monitor.Attach(timers);

    internal override void Detach(ITimed timers) => _monitor.Detach(timers);

    internal override void Hasten(ITimed timers) => _monitor.Hasten(timers.NextDue);

    /// <summary>The next process for <paramref name="worker"/>, or null when there is none anywhere.</summary>
    internal ProcessCore? Next(Worker worker, WorkQueue queue)
    {
        if (worker.Handover is not null && !(queue.IsSlotNext && (queue.TurnsToGlobal > 1 || _global.IsEmpty)))
            worker.ReleaseHandover();

        // About every 256 messages, counted in turns of 64: outside work must not wait for a busy worker to run dry.
        if (--queue.TurnsToGlobal <= 0)
        {
            queue.TurnsToGlobal = 4;
            if (_global.TryDequeue(out var early))
                return early;
        }

        return queue.Pop() ?? (_global.TryDequeue(out var process) ? process : Steal(worker, queue));
    }

    private ProcessCore? Steal(Worker worker, WorkQueue queue)
    {
        if (_queues.Length == 1)
            return null;
        var start = worker.NextVictim();
        for (var i = 0; i < _queues.Length; i++)
        {
            var victim = _queues[(start + i) % _queues.Length];
            if (!ReferenceEquals(victim, queue) && victim.HasRing && victim.StealInto(queue) is { } stolen)
                return stolen;
        }

        return null;
    }

    private void WakeOne()
    {
        if (Volatile.Read(ref _parkedCount) == 0 || Volatile.Read(ref _searching) != 0)
            return;
        Worker? worker = null;
        lock (_gate)
        {
            if (_parked.TryPop(out worker))
                Interlocked.Decrement(ref _parkedCount);
        }

        worker?.Wake();
    }

    /// <summary>Looks for work a little longer, then sleeps until there is some. Returns a process, or null after a sleep.</summary>
    internal ProcessCore? Park(Worker worker, WorkQueue queue)
    {
        // Waking a thread costs thousands of nanoseconds, so look around first, for some 30 µs, one worker at a time: the others sleep.
        if (Interlocked.CompareExchange(ref _searching, 1, 0) == 0)
        {
            ProcessCore? found = null;
            for (var i = 0; i < 60 && found is null && worker.Retake == 0; i++)
            {
                Thread.SpinWait(20);
                if (!_global.IsEmpty || AnyRing(queue))
                    found = Next(worker, queue);
            }

            Volatile.Write(ref _searching, 0);
            if (found is not null)
            {
                if (!_global.IsEmpty || AnyRing(null))
                    WakeOne();
                return found;
            }
        }

        lock (_gate)
        {
            if (_stopping)
                return null;
            _parked.Push(worker);
            Interlocked.Increment(ref _parkedCount);
        }

        // Producers only read the count: the fence on their side is bought here, where it costs least.
        Interlocked.MemoryBarrierProcessWide();
        if (!_global.IsEmpty || AnyRing(null))
        {
            WakeOne();
        }

        worker.Sleep();
        _monitor.OnUnpark();
        return null;
    }

    private bool AnyRing(WorkQueue? except)
    {
        foreach (var queue in _queues)
        {
            if (!ReferenceEquals(queue, except) && queue.HasRing)
                return true;
        }

        return false;
    }

    /// <summary>Ends the hand-over of a call, from another thread than the worker that hands it over.</summary>
    internal void StopHandover(CallMessage call)
    {
        // A worker that is out of user code is on its way into the server's turn, or out of it, so this takes no time.
        var version = call.Version;
        var spin = default(SpinWait);
        while (call.IsHandedOverAs(version))
        {
            if (Array.Find(Snapshot(), w => ReferenceEquals(Volatile.Read(ref w.Handover), call)) is not { } worker || !worker.TryStopHandover())
                spin.SpinOnce();
        }
    }

    // ---- for the monitor ---------------------------------------------------------------------------------------------

    internal Worker[] Snapshot()
    {
        lock (_gate)
            return [.. _all];
    }

    /// <summary>Hands a queue that was taken from a stuck worker to a spare or new thread.</summary>
    internal void GiveAway(WorkQueue queue)
    {
        Worker? spare = null;
        lock (_gate)
        {
            if (_stopping)
                return;
            if (!_spares.TryPop(out spare))
            {
                StartWorker(queue);
                return;
            }

            spare.Queue = queue;
        }

        spare.Wake();
    }

    /// <summary>Keeps a worker that has lost its queue for later use. False: there are enough, or it must not be used again.</summary>
    internal bool TryKeepSpare(Worker worker)
    {
        lock (_gate)
        {
            if (_stopping || worker.Lowered != 0 || _spares.Count >= Math.Max(2, _queues.Length))
            {
                _all.Remove(worker);
                return false;
            }

            _spares.Push(worker);
            return true;
        }
    }

    internal void Requeue(ProcessCore process)
    {
        _global.Enqueue(process);
        WakeOne();
    }

    private void StartWorker(WorkQueue queue)
    {
        var worker = new Worker(this) { Queue = queue };
        _all.Add(worker);
        worker.Start();
    }

    public void Dispose()
    {
        Worker[] all;
        lock (_gate)
        {
            _stopping = true;
            all = [.. _all];
        }

        _monitor.Stop();
        foreach (var worker in all)
            worker.Wake();
    }

    private static class SharedHolder
    {
        internal static readonly WorkerScheduler Instance = new(Environment.ProcessorCount);
    }
}
