using System.Diagnostics.CodeAnalysis;
using Zhar.Runtime;

namespace Zhar.Data;

/// <summary>The connections of one repo: opened when needed, kept, handed out one user at a time, refused when the queue is hopeless.</summary>
/// <remarks>
/// Owned by the repo's pool process, which closes it. Taking and returning do not go through that process: a lock and an array are the whole fast path.
/// The queue is managed as DBConnection does it (CoDel): while some caller of each interval was served within the target, all wait; once even the
/// quickest of an interval waited longer, those who wait for more than twice the target are refused.
/// </remarks>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly RepoOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _repo;
    private readonly Func<CancellationToken, ValueTask<RepoConnection>> _open;
    private readonly RepoConnection?[] _idle;
    private readonly LinkedList<Waiter> _queue = [];
    private readonly ITimer _poll;
    private int _idleCount;
    private int _size;
    private int _generation;
    private bool _closed;

    // The state of the queue's control: the shortest wait of the interval, whether the last interval was too slow, and when this one ends.
    private TimeSpan _shortestWait;
    private bool _isSlow;
    private long _intervalEnd;
    private long _lastSeen;

    /// <param name="repo">The repo's name, for messages.</param>
    /// <param name="options">Size and queue.</param>
    /// <param name="clock">Measures waits.</param>
    /// <param name="open">Opens one more connection.</param>
    internal ConnectionPool(string repo, RepoOptions options, TimeProvider clock, Func<CancellationToken, ValueTask<RepoConnection>> open)
    {
        _repo = repo;
        _options = options;
        _clock = clock;
        _open = open;
        _idle = new RepoConnection?[options.PoolSize];
        _poll = clock.CreateTimer(static state => ((ConnectionPool)state!).Poll(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Who supervises the process that owns it. When it is dead, the owner is about to end.</summary>
    internal ProcessCore? Supervisor { get; init; }

    /// <summary>Open connections, idle and in use, and those that are just being opened.</summary>
    internal int Size => Volatile.Read(ref _size);

    internal int Idle => Volatile.Read(ref _idleCount);

    internal int Waiting
    {
        get
        {
            lock (_lock)
                return _queue.Count;
        }
    }

    /// <summary>A connection for the caller alone, until it is returned.</summary>
    /// <exception cref="PoolTimeoutException">The pool is full and cannot keep up.</exception>
    /// <exception cref="DatabaseConnectionException">A new connection could not be opened.</exception>
    internal ValueTask<RepoConnection> Take(CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_closed)
                throw Closed();
            if (_queue.Count == 0)
            {
                if (_idleCount > 0)
                    return new ValueTask<RepoConnection>(PopIdle());
                if (_size < _idle.Length)
                {
                    _size++;
                    return Open(_generation, cancellationToken);
                }
            }

            waiter = new Waiter(_clock.GetTimestamp());
            waiter.Entry = _queue.AddLast(waiter);
            if (_queue.Count == 1)
                StartPolling();
        }

        return Wait(waiter, cancellationToken);
    }

    /// <summary>Takes a connection back: to the next who waits, to the idle ones, or, when it is broken, out of the pool.</summary>
    internal void Return(RepoConnection connection)
    {
        if (connection.IsBroken)
        {
            Drop(connection);
            return;
        }

        List<Waiter>? refused = null;
        Waiter? next;
        lock (_lock)
        {
            if (_closed || connection.Generation != _generation)
            {
                next = null;
            }
            else
            {
                next = Dequeue(ref refused);
                if (next is null)
                {
                    connection.IdleSince = _clock.GetTimestamp();
                    _idle[_idleCount++] = connection;
                    connection = null!; // kept
                }
            }
        }

        Refuse(refused);
        if (next is not null)
            next.Serve(connection);
        else if (connection is not null)
            Drop(connection);
    }

    /// <summary>Replaces all connections: idle ones now, the others when they come back. For a server that has gone away.</summary>
    internal void Renew()
    {
        RepoConnection[] old;
        lock (_lock)
        {
            _generation++;
            old = TakeAllIdle();
        }

        foreach (var connection in old)
            Drop(connection);
    }

    public async ValueTask DisposeAsync()
    {
        RepoConnection[] idle;
        Waiter[] waiting;
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            idle = TakeAllIdle();
            waiting = [.. _queue];
            _queue.Clear();
            foreach (var waiter in waiting)
                waiter.Entry = null;
        }

        await _poll.DisposeAsync().ConfigureAwait(false);
        foreach (var waiter in waiting)
            waiter.Fail(Closed());
        foreach (var connection in idle)
        {
            Interlocked.Decrement(ref _size);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<RepoConnection> Open(int generation, CancellationToken cancellationToken)
    {
        RepoConnection? connection = null;
        try
        {
            connection = await _open(cancellationToken).ConfigureAwait(false);
            connection.Pool = this;
            connection.Generation = generation;
        }
        finally
        {
            if (connection is null)
                FreePlace();
        }

        return connection;
    }

    private async ValueTask<RepoConnection> Wait(Waiter waiter, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static (state, token) =>
        {
            var (pool, waiter) = ((ConnectionPool, Waiter))state!;
            if (pool.Forget(waiter))
                waiter.Fail(new OperationCanceledException(token));
        }, (this, waiter));

        // Null is a free place instead of a connection: the one who was served last has lost it.
        return await waiter.Task.ConfigureAwait(false) ?? await Open(Volatile.Read(ref _generation), cancellationToken).ConfigureAwait(false);
    }

    private bool Forget(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Entry is null)
                return false;
            _queue.Remove(waiter.Entry);
            waiter.Entry = null;
            return true;
        }
    }

    private RepoConnection PopIdle()
    {
        var connection = _idle[--_idleCount]!; // filled up to the count
        _idle[_idleCount] = null;
        connection.IdleTime = _clock.GetElapsedTime(connection.IdleSince);
        return connection;
    }

    private RepoConnection[] TakeAllIdle()
    {
        var all = new RepoConnection[_idleCount];
        for (var i = 0; i < all.Length; i++)
            all[i] = PopIdle();
        return all;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Closing is not waited for: it concerns nobody any more.")]
    private void Drop(RepoConnection connection)
    {
        _ = connection.DisposeAsync();
        FreePlace();
    }

    /// <summary>One connection fewer: whoever waits may open another.</summary>
    private void FreePlace()
    {
        List<Waiter>? refused = null;
        Waiter? next;
        lock (_lock)
        {
            next = _closed ? null : Dequeue(ref refused);
            if (next is null)
                _size--;
        }

        Refuse(refused);
        next?.Serve(null);
    }

    private Waiter? Dequeue(ref List<Waiter>? refused)
    {
        if (_queue.First is null)
            return null;
        var now = _clock.GetTimestamp();
        if (now >= _intervalEnd)
        {
            _isSlow = _shortestWait > _options.QueueTarget;
            _shortestWait = _clock.GetElapsedTime(_queue.First.Value.Since, now);
            _intervalEnd = now + Ticks(_options.QueueInterval);
        }

        if (_isSlow)
            RemoveHopeless(now, ref refused);
        if (_queue.First is not { Value: var first })
            return null;
        var wait = _clock.GetElapsedTime(first.Since, now);
        if (wait < _shortestWait)
            _shortestWait = wait;
        Remove(first);
        return first;
    }

    /// <summary>Once an interval while somebody waits: if nobody was served since the last time, the longest waits are over.</summary>
    private void Poll()
    {
        List<Waiter>? refused = null;
        lock (_lock)
        {
            if (_closed || _queue.First is not { Value: var first })
                return;
            var now = _clock.GetTimestamp();
            if (first.Since <= _lastSeen && _clock.GetElapsedTime(first.Since, now) > _options.QueueTarget)
                RemoveHopeless(now, ref refused);
            _lastSeen = now;
            if (_queue.Count > 0)
                _poll.Change(_options.QueueInterval, Timeout.InfiniteTimeSpan);
        }

        Refuse(refused);
    }

    private void StartPolling()
    {
        _lastSeen = _clock.GetTimestamp();
        _poll.Change(_options.QueueInterval, Timeout.InfiniteTimeSpan);
    }

    private void RemoveHopeless(long now, ref List<Waiter>? refused)
    {
        while (_queue.First is { Value: var first } && _clock.GetElapsedTime(first.Since, now) > 2 * _options.QueueTarget)
        {
            Remove(first);
            (refused ??= []).Add(first);
        }
    }

    private void Remove(Waiter waiter)
    {
        _queue.Remove(waiter.Entry!); // it is in the queue
        waiter.Entry = null;
    }

    private void Refuse(List<Waiter>? refused)
    {
        if (refused is null)
            return;
        foreach (var waiter in refused)
            waiter.Fail(new PoolTimeoutException(_repo, _options, _clock.GetElapsedTime(waiter.Since)));
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private InvalidOperationException Closed() => new($"""
        The pool of {_repo} is closed: the repo has stopped, or its pool process is just being restarted.
        A repo runs as a part of the supervision tree, before those that use it:

            Supervisor.OneForOne({_repo}.Child(), …)
        """);

    /// <summary>One caller in the queue.</summary>
    private sealed class Waiter(long since)
    {
        private readonly TaskCompletionSource<RepoConnection?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal long Since => since;

        /// <summary>Its place in the queue; <c>null</c> once it has been taken out.</summary>
        internal LinkedListNode<Waiter>? Entry { get; set; }

        internal Task<RepoConnection?> Task => _source.Task;

        internal void Serve(RepoConnection? connection) => _source.SetResult(connection);

        internal void Fail(Exception exception) => _source.SetException(exception);
    }
}
