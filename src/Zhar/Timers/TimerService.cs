using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>The timers of one node, on its <see cref="TimeProvider"/>. With the system's clock the scheduler's monitor drives them; with another, that clock's own timer.</summary>
internal sealed class TimerService : ITimed, IDisposable
{
    private readonly Node _node;
    private readonly Lock _gate = new();
    private readonly Lock _armGate = new();
    private readonly PriorityQueue<TimerEntry, (long Due, long Number)> _queue = new(); // those of one time in the order in which they were set
    private long _numbers;
    private readonly ITimer? _clockTimer;
    private readonly long _origin;
    private long _nextDue = long.MaxValue;
    private int _cancelled;
    private int _count;

    internal TimerService(Node node)
    {
        _node = node;
        if (UsesSystemClock)
            return;
        _origin = node.Clock.GetTimestamp();
        _clockTimer = node.Clock.CreateTimer(static s => ((TimerService)s!).OnClock(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public long NextDue => Volatile.Read(ref _nextDue);

    /// <summary>How many timers wait.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>How many are kept, with those that were taken off.</summary>
    internal int Kept
    {
        get
        {
            lock (_gate)
                return _queue.Count;
        }
    }

    /// <summary>Milliseconds on the node's clock.</summary>
    internal long Now => UsesSystemClock
        ? (Executor.Current?.Process is null ? _node.Scheduler.ExactNow : _node.Scheduler.CoarseNow)
        : (long)_node.Clock.GetElapsedTime(_origin).TotalMilliseconds;

    /// <summary>As <see cref="Now"/>; a few milliseconds late when the machine is so busy that nobody publishes the time.</summary>
    internal long RecentNow => UsesSystemClock ? _node.Scheduler.RecentNow : Now;

    /// <summary>As <see cref="Now"/>, never behind the time.</summary>
    internal long ExactNow => UsesSystemClock ? _node.Scheduler.ExactNow : Now;

    private bool UsesSystemClock => ReferenceEquals(_node.Clock, TimeProvider.System);

    internal void Add(TimerEntry entry, int milliseconds)
    {
        // Both ends are whole milliseconds, and a timer never fires early.
        entry.Due = ExactNow + milliseconds + (UsesSystemClock && milliseconds > 0 ? 1 : 0);
        var hasten = false;
        lock (_gate)
        {
            if (entry.Call is null)
                _count++;
            _queue.Enqueue(entry, (entry.Due, ++_numbers));
            if (entry.Owner is { } owner)
            {
                owner.Cold.AddTimer(entry);
                Interlocked.MemoryBarrier(); // against CancelAll, which a dying process calls only if it has timers
                if (owner.IsExiting && Finish(entry))
                {
                    NoteCancelled();
                    return;
                }
            }

            if (entry.Due < _nextDue)
            {
                Volatile.Write(ref _nextDue, entry.Due);
                hasten = true;
            }
        }

        if (hasten)
            Arm();
    }

    /// <summary>Takes a timer off. Returns the milliseconds it had left, or -1 when it had fired or was off.</summary>
    internal long Cancel(TimerEntry entry)
    {
        lock (_gate)
        {
            if (!Finish(entry))
                return -1;
            entry.Forget();
            NoteCancelled();
            return Math.Max(0, entry.Due - Now);
        }
    }

    internal long Remaining(TimerEntry entry)
    {
        lock (_gate)
            return entry.Done ? -1 : Math.Max(0, entry.Due - Now);
    }

    /// <summary>The process is ending: its timers go with it.</summary>
    internal void CancelAll(ProcessCore owner)
    {
        lock (_gate)
        {
            if (owner.Cold.Timers is not { } timers)
                return;
            owner.Cold.Timers = null;
            foreach (var entry in timers)
            {
                entry.Done = true;
                entry.Forget();
                _count--;
                NoteCancelled();
            }
        }
    }

    internal void StartInterval(ProcessCore owner, TimeSpan interval, TickMessage tick)
    {
        var milliseconds = Durations.Milliseconds(interval, nameof(interval));
        if (milliseconds == 0)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "A tick's interval is at least one millisecond. Write [Tick(\"00:00:05\")] for five seconds.");
        Add(new TimerEntry { Owner = owner, Tick = tick, IntervalMilliseconds = milliseconds }, milliseconds);
    }

    public void Poll(long now)
    {
        while (true)
        {
            TimerEntry? entry;
            lock (_gate)
            {
                while (_queue.TryPeek(out var head, out _) && head.Done)
                {
                    _queue.Dequeue();
                    _cancelled--;
                }

                if (!_queue.TryPeek(out entry, out var place) || place.Due > now)
                {
                    Volatile.Write(ref _nextDue, entry is null ? long.MaxValue : place.Due);
                    return;
                }

                _queue.Dequeue();
                if (entry.IntervalMilliseconds > 0)
                {
                    // The next one counts from the due time, not from now, so that ticks do not drift.
                    entry.Due = Math.Max(entry.Due + entry.IntervalMilliseconds, now - entry.IntervalMilliseconds + 1);
                    _queue.Enqueue(entry, (entry.Due, ++_numbers));
                    entry = entry.Copy(); // it may be cancelled, and forget what it was for, before it is fired
                }
                else
                {
                    Finish(entry);
                }
            }

            Fire(entry);
        }
    }

    public void Dispose()
    {
        _clockTimer?.Dispose();
        lock (_gate)
            _queue.Clear();
    }

    private void Fire(TimerEntry entry)
    {
        if (entry.Post is { } post)
            entry.Owner!.Resume(post);
        else if (entry.Tick is { } tick)
            entry.Owner!.Push(tick.Again());
        else if (entry.Signal is { } signal)
            entry.Owner!.Push(signal);
        else if (entry.Call is { } call)
            call.Fail(entry.CallVersion, ExitReason.Timeout, call.Target is ProcessCore core ? core.ActivityNow() : null);
        else if (entry.Destination.Name.Registry is not null)
            _node.Scheduler.Offload(static s => s.Timers.FireVia(s.Entry), (Timers: this, Entry: entry));
        else
            entry.Destination.From(_node).SendSignal(new MessageSignal(entry.Message!));
    }

    // A via name is looked up by code of the application, which never runs on the timer's thread.
    private void FireVia(TimerEntry entry)
    {
        try
        {
            var name = entry.Destination.Name;
            name.Registry!.Send(name.Key!, entry.Message!);
        }
        catch (Exception e)
        {
            _node.Log.TimerFault(e, entry.Destination.ToString());
        }
    }

    private bool Finish(TimerEntry entry)
    {
        if (entry.Done)
            return false;
        entry.Done = true;
        if (entry.Call is null)
            _count--;
        entry.Owner?.Cold.Timers?.Remove(entry);
        return true;
    }

    /// <summary>A timer that was taken off stays in the queue until its time, or until half of the queue is like it.</summary>
    private void NoteCancelled()
    {
        if (++_cancelled <= 64 || _cancelled <= _queue.Count / 2)
            return;
        var live = _queue.UnorderedItems.Where(static item => !item.Element.Done).ToList();
        _queue.Clear();
        _queue.EnqueueRange(live);
        _cancelled = 0;
    }

    private void Arm()
    {
        if (UsesSystemClock)
            _node.Scheduler.Hasten(this);
        else
            ArmClock();
    }

    private void ArmClock()
    {
        // One at a time, so that a thread which was set aside does not put an old, later time in place of a new one.
        lock (_armGate)
        {
            var due = NextDue;
            if (due != long.MaxValue)
                _clockTimer!.Change(TimeSpan.FromMilliseconds(Math.Max(0, due - Now)), Timeout.InfiniteTimeSpan);
        }
    }

    private void OnClock()
    {
        Poll(Now);
        ArmClock();
    }
}
