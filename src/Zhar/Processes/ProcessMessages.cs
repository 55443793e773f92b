namespace Zhar;

/// <summary>An exit signal that a process which traps exits got as a message. Source: OTP <c>{'EXIT', From, Reason}</c>.</summary>
/// <param name="From">The linked process that ended, or the sender of the signal.</param>
/// <param name="Reason">Why.</param>
public sealed record Exit(Pid From, ExitReason Reason);

/// <summary>Tells the owner of a monitor that the watched process ended. Source: OTP <c>{'DOWN', Ref, process, Object, Reason}</c>.</summary>
/// <param name="Ref">The monitor, as returned by <see cref="Process.Monitor(Pid)"/>.</param>
/// <param name="Pid">The process that ended; the default value when a name was watched that nobody had.</param>
/// <param name="Reason">Why it ended; <c>noproc</c> when there was no such process, <c>noconnection</c> when its node was lost.</param>
public sealed record Down(MonitorRef Ref, Pid Pid, ExitReason Reason)
{
    /// <summary>The name that was watched, when the monitor was set on a name.</summary>
    public ServerName Name { get; init; }

    /// <summary>The name of the node that the watched process or name is on.</summary>
    public string Node => Ref.NodeName;
}

/// <summary>What a timer started with <see cref="Process.StartTimer(Pid, TimeSpan, object)"/> delivers. Source: OTP erlang:start_timer/3.</summary>
/// <param name="Timer">The timer that fired, to tell a stale one from the current one.</param>
/// <param name="Message">The payload.</param>
public sealed record TimerFired(TimerRef Timer, object Message);
