namespace Zhar;

internal static class Durations
{
    /// <summary>Milliseconds of a duration, rounded up; the wheel never fires early.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative or over 24 days.</exception>
    internal static int Milliseconds(TimeSpan value, string parameter)
    {
        var ms = Math.Ceiling(value.TotalMilliseconds);
        return ms is >= 0 and < int.MaxValue - 1
            ? (int)ms
            : throw new ArgumentOutOfRangeException(parameter, value, "The duration is between 0 and 24 days.");
    }

    /// <summary>As above, where <see cref="Timeout.InfiniteTimeSpan"/> gives -1.</summary>
    internal static int MillisecondsOrInfinite(TimeSpan value, string parameter) =>
        value == Timeout.InfiniteTimeSpan ? -1
        : value < TimeSpan.Zero ? throw new ArgumentOutOfRangeException(parameter, value, "The duration is between 0 and 24 days. Write Timeout.InfiniteTimeSpan to wait for ever.")
        : Milliseconds(value, parameter);
}
