namespace Zhar;

/// <summary>What was known of a process at its abnormal end, as text: it keeps neither the process nor its exception. See <see cref="Node.RecentCrashes"/>.</summary>
public sealed record CrashReport
{
    /// <summary>When, by the node's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The number of its pid, which no other process of the node gets.</summary>
    public required long Number { get; init; }

    /// <summary>Its registered name with its pid, or the pid.</summary>
    public required string Process { get; init; }

    /// <summary>Its registered name, or <c>null</c>.</summary>
    public string? RegisteredName { get; init; }

    /// <summary>The behaviour's type.</summary>
    public required string Module { get; init; }

    /// <summary>The name of who started it, or the pid: its supervisor.</summary>
    public required string Parent { get; init; }

    /// <summary>Why it ended.</summary>
    public required string Reason { get; init; }

    /// <summary>The exception with its stack, up to 8,000 characters; <c>null</c> when there was none, or when more than 50 processes crashed in that second.</summary>
    public string? Exception { get; init; }

    /// <summary>What it handled.</summary>
    public required string LastMessage { get; init; }

    /// <summary>Its state as <c>FormatStatus</c> shows it, when the log category <c>Zhar</c> is enabled at level Debug.</summary>
    public required string State { get; init; }

    /// <summary>Messages that waited.</summary>
    public int MailboxLength { get; init; }

    /// <summary>How often its supervisor had restarted it.</summary>
    public int Restarts { get; init; }
}
