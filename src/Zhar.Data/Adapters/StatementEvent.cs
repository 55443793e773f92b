namespace Zhar.Data;

/// <summary>One statement that a repo has run, for observers: see <c>repo.Observe</c>.</summary>
/// <remarks>Source: the telemetry event of Ecto.Repo.</remarks>
public sealed record StatementEvent
{
    /// <summary>The repo's class.</summary>
    public required string Repo { get; init; }

    /// <summary>The table that it is about; <c>null</c> for handwritten SQL.</summary>
    public string? Source { get; init; }

    /// <summary>What it does.</summary>
    public required StatementKind Kind { get; init; }

    /// <summary>The SQL.</summary>
    public required string Sql { get; init; }

    /// <summary>The parameters; each is <c>**redacted**</c> when its field is, and all are unless <see cref="RepoOptions.LogParameters"/> is on.</summary>
    public required IReadOnlyList<object?> Parameters { get; init; }

    /// <summary>How long the connection lay in the pool before; no part of <see cref="TotalTime"/>. Zero for the second and later statements of a transaction.</summary>
    public TimeSpan IdleTime { get; init; }

    /// <summary>The wait for a connection.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>The time in the database and on the way.</summary>
    public TimeSpan QueryTime { get; init; }

    /// <summary>The time to read the rows.</summary>
    public TimeSpan DecodeTime { get; init; }

    /// <summary>All of these.</summary>
    public TimeSpan TotalTime => QueueTime + QueryTime + DecodeTime;

    /// <summary>Rows read or changed; -1 when unknown.</summary>
    public long Rows { get; init; }

    /// <summary>Why it failed; <c>null</c> when it did not.</summary>
    public Exception? Error { get; init; }

    /// <summary>Whether it succeeded.</summary>
    public bool IsOk => Error is null;

    /// <summary>Where in the application it was run, when <see cref="RepoOptions.Stacktrace"/> is on.</summary>
    public string? Stacktrace { get; init; }

    /// <summary>What the call's options carry for observers.</summary>
    public object? Tag { get; init; }
}
