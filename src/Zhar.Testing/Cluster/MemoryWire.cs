using Zhar.Nodes;

namespace Zhar.Testing;

/// <summary>One direction of a link: a queue and the loop that empties it into the receiver's sink, on the thread pool, one batch at a time.</summary>
internal sealed class MemoryWire : IThreadPoolWorkItem
{
    private const int LargestBatch = 64;

    private readonly MemoryNetwork _network;
    private readonly MemoryLink _link;
    private readonly MemoryTransport _from;
    private readonly MemoryTransport _to;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly Queue<(NodeSignal Signal, long Due)> _queue = new();
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private LinkDownReason? _closing;
    private long _lastDue;
    private bool _running;

    internal MemoryWire(MemoryNetwork network, MemoryLink link, MemoryTransport from, MemoryTransport to, int seed)
    {
        _network = network;
        _link = link;
        _from = from;
        _to = to;
        _random = new Random(seed);
    }

    internal Task Up => _up.Task;

    internal Task Closed => _closed.Task;

    internal bool IsClosing
    {
        get
        {
            lock (_gate)
                return _closing is not null;
        }
    }

    /// <summary>Nothing is under way. Signals that wait for the clock are quiet: only the test can move it.</summary>
    internal bool IsQuiet
    {
        get
        {
            lock (_gate)
                return !_running;
        }
    }

    internal void Start()
    {
        lock (_gate)
            Run();
    }

    internal bool Enqueue(NodeSignal signal)
    {
        var delay = _network.DelayBetween(_from.Name, _to.Name);
        lock (_gate)
        {
            if (_closing is not null)
                return false;
            _network.NoteActivity();

            // A signal never overtakes an earlier one, however short its own delay is.
            var now = _network.Clock.GetTimestamp();
            var due = now + (long)(delay.Next(_random).TotalSeconds * _network.Clock.TimestampFrequency);
            _lastDue = Math.Max(_lastDue, due);
            _queue.Enqueue((signal, _lastDue));
            Run();
            return true;
        }
    }

    internal void Close(LinkDownReason reason, bool discard)
    {
        lock (_gate)
        {
            if (discard)
                _queue.Clear();
            if (_closing is not null)
            {
                Run();
                return;
            }

            _closing = reason;
            _network.NoteActivity();
            Run();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (!_up.Task.IsCompleted)
        {
            _to.Sink.LinkUp(_link.Id, _from.Sink.Self);
            _up.SetResult();
        }

        var batch = new NodeSignal[LargestBatch];
        while (true)
        {
            var count = Take(batch, out var end);
            if (count > 0)
            {
                _to.Sink.Signals(_link.Id, batch.AsSpan(0, count));
            }
            else if (end is { } reason)
            {
                // Stays marked as running: nothing can start it again.
                _to.Sink.LinkDown(_link.Id, reason);
                _to.Remove(_link.Id);
                _timer?.Dispose();
                _closed.TrySetResult();
                return;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Takes what is due. Nothing and no end: the loop has stopped, until there is a signal or the clock reaches the first one.</summary>
    private int Take(NodeSignal[] batch, out LinkDownReason? end)
    {
        lock (_gate)
        {
            end = null;
            var limit = _random.Next(1, LargestBatch + 1);
            while (true)
            {
                var now = _network.Clock.GetTimestamp();
                var count = 0;
                while (count < limit && _queue.TryPeek(out var head) && head.Due <= now)
                    batch[count++] = _queue.Dequeue().Signal;
                if (count > 0)
                    return count;
                if (!_queue.TryPeek(out var next))
                    break;
                WakeAt(next.Due - now);

                // The test may have moved its clock past the signal before the timer was set.
                if (_network.Clock.GetTimestamp() < next.Due)
                {
                    _running = false;
                    return 0;
                }
            }

            end = _closing;
            _running = end is not null;
            return 0;
        }
    }

    private void WakeAt(long ticks)
    {
        _timer ??= _network.Clock.CreateTimer(static w => ((MemoryWire)w!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var wait = TimeSpan.FromSeconds((double)ticks / _network.Clock.TimestampFrequency);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
            Run();
    }

    // Under the gate.
    private void Run()
    {
        if (_running)
            return;
        _running = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
