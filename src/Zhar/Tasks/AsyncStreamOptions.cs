namespace Zhar;

/// <summary>How a stream of tasks runs. Source: Elixir Task.async_stream/5, options.</summary>
public sealed record AsyncStreamOptions
{
    /// <summary>How many tasks run at the same time.</summary>
    /// <value>Default: the number of processors.</value>
    public int MaxConcurrency
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxConcurrency is 1 or more: how many tasks run at the same time.");
    } = Environment.ProcessorCount;

    /// <summary>Whether results come in the order of the elements, or as tasks end.</summary>
    /// <value>Default <c>true</c>.</value>
    public bool Ordered { get; init; } = true;

    /// <summary>Longest time for one element. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> sets no limit.</summary>
    /// <value>Default 5 s.</value>
    public TimeSpan Timeout
    {
        get;
        init
        {
            Durations.MillisecondsOrInfinite(value, nameof(Timeout));
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>What happens when an element takes longer than <see cref="Timeout"/>.</summary>
    /// <value>Default: the reader exits with <c>timeout</c>.</value>
    public StreamTimeout OnTimeout
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "OnTimeout is Exit or KillTask.");
    }

    /// <summary>Whether a failed element's <see cref="TaskExit{T}.Input"/> tells which one it was.</summary>
    public bool ZipInputOnExit { get; init; }
}

/// <summary>What a stream does with an element that takes too long.</summary>
public enum StreamTimeout
{
    /// <summary>The reader of the stream exits with <c>timeout</c>, and all its tasks end.</summary>
    Exit,

    /// <summary>The task is killed; in its place comes a <see cref="TaskExit{T}"/> with <c>timeout</c>, and the stream goes on.</summary>
    KillTask,
}
