using Microsoft.Extensions.Time.Testing;

namespace Zhar.Testing;

/// <summary>A clock that knows when its next timer is due, so that a schedule without work can jump there.</summary>
internal sealed class VirtualClock : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TrackedTimer> _timers = [];

    /// <summary>Time since the clock was made.</summary>
    internal TimeSpan Elapsed => GetUtcNow() - Start;

    /// <summary>How long until the next timer fires, or null when none waits.</summary>
    internal TimeSpan? UntilNext
    {
        get
        {
            lock (_gate)
            {
                var next = DateTimeOffset.MaxValue;
                foreach (var timer in _timers)
                    next = timer.Due < next ? timer.Due : next;
                return next == DateTimeOffset.MaxValue ? null : next <= GetUtcNow() ? TimeSpan.Zero : next - GetUtcNow();
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TrackedTimer(this, callback, state);
        timer.Inner = base.CreateTimer(static t => ((TrackedTimer)t!).Fire(), timer, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class TrackedTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        internal ITimer Inner { get; set; } = null!; // set by CreateTimer, before the timer is armed

        internal DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock.GetUtcNow() + dueTime;
            }

            return Inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        internal void Fire()
        {
            lock (clock._gate)
                Due = _period > TimeSpan.Zero ? Due + _period : DateTimeOffset.MaxValue;
            callback(state);
        }
    }
}
