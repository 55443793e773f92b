namespace Zhar;

/// <summary>How a server is started.</summary>
public readonly record struct StartOptions
{
    private readonly int _timeout; // plus one; 0 = for ever

    /// <summary>Longest time for Init; after it the process is killed and the start fails with <c>timeout</c>. Default: as long as it takes.</summary>
    public TimeSpan Timeout
    {
        get => _timeout == 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(_timeout - 1);
        init => _timeout = value == System.Threading.Timeout.InfiniteTimeSpan ? 0 : Durations.Milliseconds(value, nameof(Timeout)) + 1;
    }

    /// <summary>Hibernates after this long without a message. Default: never.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive, or over 24 days.</exception>
    public TimeSpan? HibernateAfter
    {
        get;
        init => field = value is { TotalMilliseconds: < 1 }
            ? throw new ArgumentOutOfRangeException(nameof(HibernateAfter), value, "HibernateAfter is at least one millisecond. Leave it out for a server that never hibernates.")
            : value is { } time ? TimeSpan.FromMilliseconds(Durations.Milliseconds(time, nameof(HibernateAfter))) : null;
    }

    internal int TimeoutMilliseconds => _timeout - 1;
}
