namespace Zhar.Testing;

/// <summary>Keeps what comes in, in order, and lets tests wait for the first that fits. Safe from any thread.</summary>
internal sealed class Recorder<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _all = [];
    private readonly List<T> _open = [];
    private readonly List<Waiter> _waiters = [];

    /// <summary>All that came in.</summary>
    internal IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _all];
        }
    }

    /// <summary>What no test has taken.</summary>
    internal IReadOnlyList<T> Open
    {
        get
        {
            lock (_gate)
                return [.. _open];
        }
    }

    internal void Add(T item)
    {
        Waiter? first = null;
        List<Waiter>? also = null;
        lock (_gate)
        {
            _all.Add(item);
            for (var i = 0; i < _waiters.Count; i++)
            {
                var waiter = _waiters[i];
                if ((waiter.Takes && first is not null) || !waiter.Match(item))
                    continue;
                _waiters.RemoveAt(i--);
                if (waiter.Takes)
                    first = waiter;
                else
                    (also ??= []).Add(waiter);
            }

            if (first is null)
                _open.Add(item);
        }

        first?.End(true, item);
        foreach (var waiter in also ?? [])
            waiter.End(true, item);
    }

    /// <summary>Waits for the first that fits, looking at what is here already. Found is false when the time is over.</summary>
    /// <param name="match">What fits. Called under a lock.</param>
    /// <param name="takes">Takes it out, so that the next wait finds another one.</param>
    /// <param name="timeout">On <paramref name="clock"/>.</param>
    /// <param name="clock">What measures the timeout.</param>
    /// <param name="inPlace">Lets the waiting code go on in the thread that brings the item; a schedule needs that, a test on other threads must not.</param>
    internal Task<(bool Found, T Item)> WaitFor(Func<T, bool> match, bool takes, TimeSpan timeout, TimeProvider clock, bool inPlace)
    {
        var waiter = new Waiter(match, takes, inPlace);
        lock (_gate)
        {
            var here = takes ? _open : _all;
            var index = here.FindIndex(item => match(item));
            if (index >= 0)
            {
                var item = here[index];
                if (takes)
                    _open.RemoveAt(index);
                return Task.FromResult((true, item));
            }

            _waiters.Add(waiter);
        }

        waiter.Arm(clock, timeout, this);
        return waiter.Task;
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_gate)
        {
            if (!_waiters.Remove(waiter))
                return;
        }

        waiter.End(false, default!);
    }

    private sealed class Waiter(Func<T, bool> match, bool takes, bool inPlace)
    {
        private readonly TaskCompletionSource<(bool, T)> _done = new(inPlace ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();
        private ITimer? _timer;
        private bool _ended;

        internal Func<T, bool> Match => match;

        internal bool Takes => takes;

        internal Task<(bool, T)> Task => _done.Task;

        internal void Arm(TimeProvider clock, TimeSpan timeout, Recorder<T> recorder)
        {
            lock (_gate)
            {
                if (!_ended)
                    _timer = clock.CreateTimer(_ => recorder.GiveUp(this), null, timeout, Timeout.InfiniteTimeSpan);
            }
        }

        internal void End(bool found, T item)
        {
            lock (_gate)
            {
                _ended = true;
                _timer?.Dispose();
            }

            _done.TrySetResult((found, item));
        }
    }
}
