using System.Text;
using Zhar.Runtime;

namespace Zhar.Testing;

/// <summary>Says what each process of some nodes waits for, when nothing can go on.</summary>
internal static class Waits
{
    /// <summary>
    /// Whether the process, which has no turn, awaits something that the runtime does not know: another process may end it, or a thread that no seed
    /// controls. Such a thread may be about to hand the process over, so any that is not idle counts.
    /// </summary>
    internal static bool IsUnknown(ProcessCore process) =>
        process is { IsIdle: false, IsDead: false } && CallOf(process) is null && process.ColdOrNull is not { Delays.Count: > 0 };

    internal static string Describe(IEnumerable<ProcessCore> processes)
    {
        var text = new StringBuilder();
        var idle = 0;
        foreach (var process in processes)
        {
            if (Of(process) is { } wait)
                text.Append("  ").Append(process.DisplayName).Append(' ').AppendLine(wait);
            else
                idle++;
        }

        if (idle > 0)
            text.Append("  ").Append(idle).Append(idle == 1 ? " process waits" : " processes wait").AppendLine(" for messages, with nothing to do.");
        return text.ToString();
    }

    /// <summary>Null for a process that is idle.</summary>
    private static string? Of(ProcessCore process)
    {
        if (CallOf(process) is { } call)
        {
            return call.Target is { } target
                ? $"waits for the reply to {call} from {(target is ProcessCore core ? core.DisplayName : new Pid(target))}{In(process)}."
                : $"waits for a process that it starts{In(process)}.";
        }

        if (process.ReceiveOrNull is { IsWaiting: true } receive)
        {
            var rest = receive.Count + (process.MailboxLength - receive.Count);
            return $"waits in Receive{In(process)}; {(rest == 0 ? "its mailbox is empty" : $"none of the {rest} messages in its mailbox matches")}.";
        }

        if (process.ColdOrNull is { Delays.Count: > 0 })
            return $"pauses{In(process)}.";
        if (process.IsSuspendedBySys)
            return $"is suspended by Sys.Suspend, with {process.MailboxLength} messages waiting.";
        if (process.Status == "running")
            return $"runs{In(process)}.";
        return IsUnknown(process) ? $"awaits something that is not Zhar's: a task, a lock, a file{In(process)}." : null;
    }

    private static CallMessage? CallOf(ProcessCore process) =>
        process.WaitingFor is { } call && call.IsPendingAs(call.Version) && ReferenceEquals(call.Caller, process) ? call : null;

    private static string In(ProcessCore process) => process.CurrentMessage is { } message ? $", in {message}" : "";
}
