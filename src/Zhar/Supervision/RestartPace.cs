namespace Zhar.Supervision;

/// <summary>How many restarts of one child followed each other closely, for its <see cref="Backoff"/>.</summary>
internal struct RestartPace
{
    private long _startedAt;
    private int _inARow;

    internal void Started(TimeProvider clock) => _startedAt = clock.GetTimestamp();

    internal void Ended(TimeProvider clock, Backoff? backoff)
    {
        if (backoff is not null && clock.GetElapsedTime(_startedAt) > backoff.Longest)
            _inARow = 0;
    }

    internal TimeSpan NextDelay(Backoff? backoff) => backoff?.Before(++_inARow) ?? TimeSpan.Zero;
}
