using Zhar.Scheduling;

namespace Zhar.Runtime;

/// <summary>
/// The deadlines of calls. A call object enters the wheel once and stays while it is used again and again: when its slot comes up, it is put
/// where its deadline then is. So arming a timeout costs a store, and only a call that really waits long is looked at. Resolution 10 ms.
/// </summary>
internal sealed class CallTimeouts : ITimed
{
    private const int SlotMilliseconds = 10, Slots = 1024;

    /// <summary>A timeout below this is counted on the exact clock, for callers from outside.</summary>
    private const int Brief = 1000;

    private readonly Node _node;
    private readonly List<CallMessage>[] _wheel = new List<CallMessage>[Slots];
    private long _polled;
    private int _count;
    private int _polling;
    private volatile bool _closed;

    internal CallTimeouts(Node node)
    {
        _node = node;
        UsesWheel = ReferenceEquals(node.Clock, TimeProvider.System);
        _polled = node.Scheduler.ExactNow / SlotMilliseconds;
        for (var i = 0; i < Slots; i++)
            _wheel[i] = [];
    }

    /// <summary>When a call of so many milliseconds is over. The coarse clock lags by up to a tick and both ends are whole milliseconds, yet a timeout does not come early.</summary>
    internal long DeadlineAfter(int milliseconds) => (milliseconds < Brief ? _node.Timers.Now : _node.Timers.RecentNow) + milliseconds + (milliseconds > 0 ? 2 : 0);

    /// <summary>As above, by a worker's clock on a node that <see cref="UsesWheel"/>.</summary>
    internal static long DeadlineAfter(CoarseClock clock, int milliseconds) => Volatile.Read(ref clock.Now) + milliseconds + (milliseconds > 0 ? 2 : 0);

    /// <summary>As above, on the exact clock: also right when the monitor that publishes the coarse time is itself starved.</summary>
    internal long ExactDeadlineAfter(int milliseconds) => _node.Timers.ExactNow + milliseconds + (milliseconds > 0 ? 1 : 0);

    /// <summary>Whether the node runs on the system's clock.</summary>
    internal bool UsesWheel { get; }

    /// <summary>Nobody comes by any more: objects that are still here may go to another node's wheel.</summary>
    internal bool IsStopped => _closed;

    public long NextDue => Volatile.Read(ref _count) == 0 ? long.MaxValue : (_polled + 1) * SlotMilliseconds;

    internal void Add(CallMessage call)
    {
        if (!UsesWheel)
        {
            _node.Timers.Add(new TimerEntry { Call = call, CallVersion = call.Version }, call.TimeoutMilliseconds);
            return;
        }

        if (!call.TryEnter(this))
        {
            // The object waits for an earlier call's later deadline, or on another node, so this call gets a timer of its own.
            if (call.IsMissingIn(this))
                _node.Timers.Add(new TimerEntry { Call = call, CallVersion = call.Version }, call.TimeoutMilliseconds);
            return;
        }

        var deadline = call.Deadline;
        Volatile.Write(ref call.WheelDue, deadline);
        Interlocked.Increment(ref _count);
        Put(call, deadline);
        _node.Scheduler.Hasten(this);
    }

    public void Poll(long now)
    {
        // The thread pool's timer may come again before it has ended.
        if (Interlocked.Exchange(ref _polling, 1) != 0)
            return;
        PollOnce(now);
        Volatile.Write(ref _polling, 0);
    }

    private void PollOnce(long now)
    {
        for (var slot = now / SlotMilliseconds; _polled < slot;)
        {
            Volatile.Write(ref _polled, _polled + 1);
            var list = _wheel[_polled % Slots];
            CallMessage[] due;
            lock (list)
            {
                if (list.Count == 0)
                    continue;
                due = [.. list];
                list.Clear();
            }

            foreach (var call in due)
            {
                var again = call.OnWheel(this, now);
                if (again < 0)
                    Interlocked.Decrement(ref _count);
                else
                    Put(call, again);
            }
        }
    }

    /// <summary>The node has stopped: its calls are forgotten, for a stopped node may be referred to for long, and they are the application's objects.</summary>
    internal void Clear()
    {
        _closed = true;
        foreach (var list in _wheel)
        {
            lock (list)
            {
                foreach (var call in list)
                    call.Leave(this);
                list.Clear();
            }
        }
    }

    /// <summary>Lets go of the calls that have ended and only wait for their slot, so that those of an unloaded application do not keep it alive.</summary>
    internal void Sweep()
    {
        foreach (var list in _wheel)
        {
            lock (list)
                Interlocked.Add(ref _count, -list.RemoveAll(call => call.OnWheel(this, long.MinValue) < 0));
        }
    }

    private void Put(CallMessage call, long deadline)
    {
        while (true)
        {
            // A deadline beyond the horizon waits in the farthest slot and is put on from there.
            var polled = Volatile.Read(ref _polled);
            var slot = Math.Clamp((deadline / SlotMilliseconds) + 1, polled + 1, polled + Slots - 1);
            var list = _wheel[slot % Slots];
            lock (list)
            {
                if (IsStopped)
                {
                    call.Leave(this);
                    return;
                }

                // Looked at again inside: a thread that was set aside here might find its slot emptied, and wait a whole turn of the wheel.
                if (slot > Volatile.Read(ref _polled))
                {
                    list.Add(call);
                    return;
                }
            }
        }
    }
}
