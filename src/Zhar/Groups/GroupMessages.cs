namespace Zhar;

/// <summary>One monitor of a group or of a whole scope. Compare by identity.</summary>
public sealed class GroupMonitor
{
    internal GroupMonitor(Runtime.ProcessCore watcher, object? group)
    {
        Watcher = watcher;
        Group = group;
    }

    internal Runtime.ProcessCore Watcher { get; }

    /// <summary>The group; <c>null</c> for the whole scope.</summary>
    internal object? Group { get; }
}

/// <summary>Tells the owner of a group monitor that processes joined. Source: OTP pg, <c>{Ref, join, Group, Pids}</c>.</summary>
/// <param name="Ref">The monitor.</param>
/// <param name="Group">The group.</param>
/// <param name="Pids">Who joined; a process that joined several times at once is there as often.</param>
public sealed record GroupJoin(GroupMonitor Ref, object Group, IReadOnlyList<Pid> Pids);

/// <summary>Tells the owner of a group monitor that processes left or ended. Source: OTP pg, <c>{Ref, leave, Group, Pids}</c>.</summary>
/// <param name="Ref">The monitor.</param>
/// <param name="Group">The group.</param>
/// <param name="Pids">Who left, as often as it had joined.</param>
public sealed record GroupLeave(GroupMonitor Ref, object Group, IReadOnlyList<Pid> Pids);
