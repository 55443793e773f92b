namespace Zhar;

/// <summary>What a listing of processes asks for: see <see cref="Node.ListProcesses"/>.</summary>
public sealed record ProcessQuery
{
    /// <summary>The most rows of one page: 1,000.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>By what the rows are sorted. Default: the longest mailbox first.</summary>
    public ProcessOrder OrderBy { get; init; } = ProcessOrder.MailboxLength;

    /// <summary>Whether the greatest comes first. Default true.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Rows before the first one that is wanted.</summary>
    /// <value>From 0 to 10,000: who looks for more sorts or searches instead.</value>
    public int Offset
    {
        get;
        init => field = Math.Clamp(value, 0, 10_000);
    }

    /// <summary>The most rows. Default 50; at most <see cref="MaxLimit"/>.</summary>
    public int Limit
    {
        get;
        init => field = Math.Clamp(value, 0, MaxLimit);
    } = 50;

    /// <summary>Only processes with this text in their name, label or type, or with this number; <c>#12</c> and the text of a pid stand for a number alone. <c>null</c> or empty: all.</summary>
    public string? Search { get; init; }

    /// <summary>The most processes to look at; of more, a sample of that size, another one each time. Default 200,000.</summary>
    public int MaxExamined { get; init; } = 200_000;
}

/// <summary>By what a listing of processes is sorted.</summary>
public enum ProcessOrder
{
    /// <summary>The number of the pid: the age.</summary>
    Number,

    /// <summary>The registered name or the label; those without come last.</summary>
    Name,

    /// <summary>The behaviour's type.</summary>
    Module,

    /// <summary>Messages that wait, counted up to 10,000.</summary>
    MailboxLength,

    /// <summary>How often a supervisor has restarted it.</summary>
    Restarts,

    /// <summary>For how long it has handled its current message.</summary>
    Busy,
}

/// <summary>A page of a listing.</summary>
/// <param name="Rows">The processes that were asked for.</param>
/// <param name="Matched">How many of those that were looked at fit.</param>
/// <param name="Examined">How many were looked at.</param>
/// <param name="Total">How many there were.</param>
public sealed record ProcessPage(IReadOnlyList<ProcessRow> Rows, int Matched, int Examined, int Total)
{
    /// <summary>Whether only a sample was looked at.</summary>
    public bool IsSample => Examined < Total;
}

/// <summary>A process in a listing: what can be told without asking it, and without its links.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Name">Its registered name, else its label, or <c>null</c>.</param>
/// <param name="Module">The behaviour's type.</param>
/// <param name="Status">As <see cref="ProcessInfo.Status"/>.</param>
/// <param name="MailboxLength">Messages that wait, counted up to 10,000.</param>
/// <param name="Restarts">How often its supervisor has restarted it.</param>
/// <param name="Busy">For how long it has handled its current message; zero while it handles none.</param>
/// <param name="CurrentMessage">What it handles right now, up to 200 characters, or <c>null</c>.</param>
/// <param name="Handled">Messages that it has handled since somebody first looked at this figure. Two looks give a rate.</param>
public sealed record ProcessRow(
    Pid Pid, string? Name, string Module, string Status, int MailboxLength, int Restarts, TimeSpan Busy, string? CurrentMessage, long Handled);
