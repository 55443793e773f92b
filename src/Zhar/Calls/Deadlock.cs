using System.Text;

namespace Zhar.Runtime;

/// <summary>Finds calls that can never be answered: a cycle of processes each of which awaits the next.</summary>
/// <remarks>
/// A process publishes the call it awaits, then fences, then walks the chain from the server it called. Of the processes that close a cycle at the
/// same instant, the last to publish sees all the others, so no cycle is missed; each step is checked to be a call that is still pending and that
/// only the next process itself can answer, so none is reported falsely. See docs/architecture/call.md.
/// </remarks>
internal static class Deadlock
{
    private const int LongestPath = 10_000;

    /// <summary>Whether <paramref name="call"/>, which <paramref name="caller"/> has just published and fenced, closes a cycle.</summary>
    internal static bool ClosesCycle(ProcessCore caller, CallMessage call)
    {
        if (!ReferenceEquals(caller.WaitingFor, call) || call.Deferred)
            return false;
        var process = call.Target as ProcessCore;
        for (var step = 0; process is not null && step < LongestPath; step++)
        {
            var waiting = Volatile.Read(ref process.WaitingFor);
            if (waiting is null || !waiting.IsPendingFor(process) || waiting.Deferred || waiting.Target is not ProcessCore next)
                return false;
            if (ReferenceEquals(next, caller))
                return true;
            process = next;
        }

        return false;
    }

    /// <summary>Ends a call that was taken back, with the path of the cycle in its error.</summary>
    internal static void Report(ProcessCore caller, CallMessage call)
    {
        Telemetry.Deadlocks.Add(1);
        var path = new StringBuilder("Path: ").Append(caller.DisplayName);
        var waiting = call;
        for (var step = 0; step < 100 && waiting?.Target is ProcessCore next; step++)
        {
            path.Append(" -[").Append(waiting).Append("]-> ").Append(next.DisplayName);
            if (ReferenceEquals(next, caller))
                break;
            waiting = Volatile.Read(ref next.WaitingFor);
        }

        path.Append(". Break the cycle: let one of them use a cast, or answer later through a From.");
        call.PublishWithdrawn(ExitReason.Of("deadlock"), path.ToString());
    }
}
