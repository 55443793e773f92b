using Zhar.Nodes;
using Zhar.Runtime;

namespace Zhar;

/// <summary>A look at a process from outside. Source: OTP process_info/1.</summary>
public sealed class ProcessInfo
{
    internal ProcessInfo(ProcessCore core)
    {
        Pid = core.Pid;
        RegisteredName = core.RegisteredName;
        Label = core.ColdOrNull?.Label;
        Status = core.Status;
        MailboxLength = core.MailboxLength;
        Restarts = core.ColdOrNull?.Restarts ?? 0;
        TrapsExits = core.TrapsExits;
        InitialCall = core.Behaviour?.ModuleName ?? "";
        CurrentMessage = core.CurrentMessage?.ToString();
        if (core.WaitingFor is { Target: { } awaited } waiting && CallMessage.IsOpenWord(waiting.Word))
            WaitsFor = (new Pid(awaited), waiting.ToString() ?? "");
        Parent = core.Lineage.Parent;
        IsSuspendedBySys = core.IsSuspendedBySys;
        Callers = core.Callers;
        Ancestors = [.. core.Lineage.Chain().Select(static l => l.ParentName)];
        var links = core.CopyLinks() ?? [];
        Links = [.. links.OfType<PidTarget>().Select(static t => new Pid(t))];
        Monitors = [.. links.OfType<MonitorRef>().Where(m => ReferenceEquals(m.Watcher, core)).Select(static m => m.Pid)];
        MonitoredBy =
        [
            .. links.OfType<MonitorRef>().Where(m => !ReferenceEquals(m.Watcher, core)).Select(static m => m.Watcher.Pid),
            .. links.OfType<RemoteWatch>().Select(static w => w.Watcher),
        ];
    }

    /// <summary>The process.</summary>
    public Pid Pid { get; }

    /// <summary>Its local name, or <c>null</c>.</summary>
    public string? RegisteredName { get; }

    /// <summary>Its label, or <c>null</c>.</summary>
    public string? Label { get; }

    /// <summary><c>starting</c>, <c>running</c>, <c>waiting</c>, <c>hibernating</c>, <c>suspended</c> (in an await) or <c>terminating</c>.</summary>
    public string Status { get; }

    /// <summary>Messages that wait.</summary>
    public int MailboxLength { get; }

    /// <summary>How often its supervisor had restarted this child when it started this process.</summary>
    public int Restarts { get; }

    /// <summary>Whether exit signals reach it as messages.</summary>
    public bool TrapsExits { get; }

    /// <summary>The behaviour's type.</summary>
    public string InitialCall { get; }

    /// <summary>What it handles right now, or <c>null</c>.</summary>
    public string? CurrentMessage { get; }

    /// <summary>The call that it waits for, and of whom; <c>null</c> when it waits for none.</summary>
    public (Pid Server, string Request)? WaitsFor { get; }

    /// <summary>Who started it.</summary>
    public Pid Parent { get; }

    /// <summary>The starters, nearest first, by name where they had one.</summary>
    public IReadOnlyList<string> Ancestors { get; }

    /// <summary>Whether <see cref="Sys.Suspend"/> keeps it from handling messages.</summary>
    public bool IsSuspendedBySys { get; }

    /// <summary>On whose behalf it works, nearest first: see <see cref="Process.Callers"/>.</summary>
    public IReadOnlyList<Pid> Callers { get; }

    /// <summary>The processes it is linked with.</summary>
    public IReadOnlyList<Pid> Links { get; }

    /// <summary>The processes it watches.</summary>
    public IReadOnlyList<Pid> Monitors { get; }

    /// <summary>The processes that watch it.</summary>
    public IReadOnlyList<Pid> MonitoredBy { get; }
}
