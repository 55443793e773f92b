namespace Zhar.Scheduling;

/// <summary>A thread of the scheduler (Go's M). It works on a <see cref="WorkQueue"/>, which the monitor may take away while user code runs.</summary>
internal sealed partial class Worker(WorkerScheduler scheduler) : Executor
{
    private readonly SemaphoreSlim _signal = new(0);
    private int _victim = Environment.TickCount & 0xff;

    internal WorkerScheduler Scheduler { get; } = scheduler;

    /// <summary>The queue this thread works on; null for a spare, and for a thread that lost its queue while its process ran on.</summary>
    internal WorkQueue? Queue;

    /// <summary>Guards the transfer of <see cref="Queue"/>. Taken by the monitor, and by this thread only after it has seen <see cref="Executor.Retake"/>.</summary>
    internal Lock TransferLock { get; } = new();

    /// <summary>How far the monitor has lowered this thread in favour of those who wait. Such a thread ends with its handler: it may not be raised again.</summary>
    internal int Lowered;

    /// <summary>The stay in user code that the monitor saw last: at which turn of the queue, since when, of which process. For the monitor.</summary>
    internal (int Ticks, long Since, Runtime.ProcessCore? Process) Stay;

    /// <summary>The CPU time, in milliseconds, that this thread had had when the monitor first saw it in its present stay in user code. For the monitor.</summary>
    internal long CpuWhenSeen;

    /// <summary>The kernel's number of this thread, for its priority.</summary>
    internal int ThreadId { get; private set; }

    internal Thread? Thread { get; private set; }

    /// <summary>Whether the thread is never used again, but stays.</summary>
    internal bool HasRetired { get; private set; }

    internal void Start()
    {
        Thread = new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = "zhar-worker" };
        Thread.UnsafeStart();
    }

    internal int NextVictim() => ++_victim & 0xffff;

    internal void Wake() => _signal.Release();

    internal void Sleep() => _signal.Wait();

    private void Run()
    {
        var loads = CollectibleCode.Loads;
        Work();

        // See "Threads outlive applications" in docs/architecture/scheduler.md.
        if (CollectibleCode.Loads == loads)
            return;
        HasRetired = true;
        System.Threading.Thread.Sleep(Timeout.Infinite);
    }

    private void Work()
    {
        Adopt(this);
        Clock = Scheduler.Clock;
        ThreadId = ThreadPriorities.CurrentThreadId();
        ThreadPriorities.TrySetShortSlice(ThreadId);
        while (!Scheduler.IsStopping)
        {
            if (Queue is not { } queue)
            {
                if (!Scheduler.TryKeepSpare(this))
                    return;
                Sleep();
                continue;
            }

            var process = Scheduler.Next(this, queue) ?? Scheduler.Park(this, queue);
            if (process is null)
                continue;
            queue.Ticks++;
            if (Handover is { } call && !(HoldsCaller && ReferenceEquals(call.Target, process)))
                ReleaseHandover();
            process.Execute(this);
            if (Handover is { } unanswered && !(HoldsCaller && ReferenceEquals(unanswered.Caller, process)))
                ReleaseHandover();
            if (Retake != 0)
                OnRetake();
        }
    }

    /// <summary>The monitor was about to take the queue. After the lock it is known whether it did.</summary>
    private protected override void OnRetake()
    {
        lock (TransferLock)
            Retake = 0;
    }
}
