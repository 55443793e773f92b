namespace Zhar;

/// <summary>The outcome of starting a process: <see cref="Started"/>, <see cref="Ignored"/> or <see cref="StartFailed"/>.</summary>
/// <remarks>Unless it started, the process is gone and its name free when the call returns. Source: OTP proc_lib:start_link/3.</remarks>
public abstract record StartResult
{
    private protected StartResult()
    {
    }

    /// <summary>The pid.</summary>
    /// <exception cref="StartException">The process did not start.</exception>
    public Pid OrThrow() => this switch
    {
        Started started => started.Pid,
        StartFailed failed => throw new StartException(failed.Reason),
        _ => throw new StartException(ExitReason.Of("ignore")),
    };
}

/// <summary>The process runs and its Init has returned.</summary>
public sealed record Started(Pid Pid, object? Info = null) : StartResult;

/// <summary>Init said that no process is needed.</summary>
public sealed record Ignored : StartResult
{
    internal static readonly Ignored Instance = new();
}

/// <summary>The start failed with <paramref name="Reason"/>.</summary>
public sealed record StartFailed(ExitReason Reason) : StartResult
{
    /// <summary>The process that already has the name, when that is why the start failed.</summary>
    public Pid AlreadyStarted => Reason is { Tag: "already_started", Value: Pid pid } ? pid : default;
}

/// <summary>A process could not be started.</summary>
public sealed class StartException(ExitReason reason) : Exception($"The process did not start: {Explain(reason)}", reason.Exception)
{
    /// <summary>Why.</summary>
    public ExitReason Reason { get; } = reason;

    private static string Explain(ExitReason reason) => reason.Tag switch
    {
        "already_started" => $"its name belongs to {reason.Value} already. Give it another name, or use the one that runs.",
        "ignore" => "its Init returned Ignore. Use TryStartLink where that is expected.",
        "timeout" => "its Init did not return in time and was killed. Move slow work to a [Continue] handler.",
        _ => $"{reason}.",
    };
}
