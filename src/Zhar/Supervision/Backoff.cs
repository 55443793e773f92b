namespace Zhar;

/// <summary>Waits between restarts that follow each other closely: the first at once, then each wait longer than the one before. Counts as one restart each.</summary>
/// <remarks>Not in OTP, so off unless a child spec asks for it: <c>Poller.Child() with { Backoff = new Backoff(TimeSpan.FromMilliseconds(100)) }</c>.</remarks>
public sealed record Backoff
{
    /// <summary>Waits <paramref name="first"/> before the second restart in a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public Backoff(TimeSpan first)
    {
        First = first > TimeSpan.Zero ? first : throw new ArgumentOutOfRangeException(
            nameof(first), first, "The first wait is longer than zero. Leave Backoff out to restart at once.");
        Longest = TimeSpan.FromSeconds(30) > first ? TimeSpan.FromSeconds(30) : first;
    }

    /// <summary>The first wait.</summary>
    public TimeSpan First { get; }

    /// <summary>The longest wait, and how long a child has to live for the waits to start over. Default 30 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is shorter than the first wait.</exception>
    public TimeSpan Longest
    {
        get;
        init => field = value >= First ? value : throw new ArgumentOutOfRangeException(
            nameof(Longest), value, $"Longest is at least as long as the first wait, {First}.");
    }

    /// <summary>What each wait is multiplied by. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public double Factor
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Factor), value, "Factor is 1 or more; 1 keeps the wait the same.");
    } = 2;

    /// <summary>The wait before restart number <paramref name="inARow"/>, counted from 1.</summary>
    internal TimeSpan Before(int inARow) => inARow <= 1
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(Factor, inARow - 2)));
}
