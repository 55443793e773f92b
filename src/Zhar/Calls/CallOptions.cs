namespace Zhar;

/// <summary>How long a call waits. Default 5 s. Converts from a <see cref="TimeSpan"/> or a <see cref="CancellationToken"/>.</summary>
/// <remarks>Cancelling stops the waiting only, never the server: the request is still handled and its late reply dropped.</remarks>
public readonly record struct CallOptions
{
    /// <summary>OTP's and Elixir's default: 5 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly int _milliseconds; // 0 = default, -1 = for ever, else the timeout plus one

    /// <summary>Longest wait for the reply. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, and not infinite, or over 24 days.</exception>
    public TimeSpan Timeout
    {
        get => _milliseconds switch
        {
            0 => DefaultTimeout,
            -1 => System.Threading.Timeout.InfiniteTimeSpan,
            _ => TimeSpan.FromMilliseconds(_milliseconds - 1),
        };
        init => _milliseconds = ToMilliseconds(value);
    }

    /// <summary>Stops the waiting early.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal int Milliseconds => _milliseconds switch { 0 => 5000, -1 => -1, _ => _milliseconds - 1 };

    /// <summary>A timeout.</summary>
    public static implicit operator CallOptions(TimeSpan timeout) => new() { Timeout = timeout };

    /// <summary>A token that stops the waiting, with the default timeout.</summary>
    public static implicit operator CallOptions(CancellationToken cancellationToken) => new() { CancellationToken = cancellationToken };

    private static int ToMilliseconds(TimeSpan value)
    {
        if (value == System.Threading.Timeout.InfiniteTimeSpan)
            return -1;
        var ms = value.TotalMilliseconds;
        if (ms < 0 || ms >= int.MaxValue - 1)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value,
                "A call's timeout is between 0 and 24 days. Write Timeout.InfiniteTimeSpan to wait for ever.");
        }

        return (int)Math.Ceiling(ms) + 1;
    }
}
