using System.Text;

namespace Zhar.Runtime;

/// <summary>Finds calls that can never be answered: a cycle of processes each of which awaits the next.</summary>
/// <remarks>
/// A process publishes the call it awaits, then fences, then walks the chain from the server it called. Of the processes that close a cycle at the
/// same instant, the last to publish sees all the others, so no cycle is missed. A step counts only while its call is open and can be answered by the
/// next process alone. Each such step was true when it was read, but an earlier one may have ended while a later one was read; so a cycle is read
/// twice, and reported only if nothing of it changed: then all of it was true at the moment between the two. See docs/architecture/call.md.
/// </remarks>
internal static class Deadlock
{
    private const int LongestPath = 10_000;

    // Of processes that find the same cycle at the same instant, one takes its call back and with that opens the cycle for the others.
    private static readonly Lock Gate = new();

    /// <summary>Whether <paramref name="call"/>, which <paramref name="caller"/> has just published and fenced, closes a cycle.</summary>
    /// <returns>The cycle, one call of which has then been taken back; or null.</returns>
    internal static Cycle? Find(ProcessCore caller, CallMessage call)
    {
        if (!IsClosed(caller, call))
            return null;
        lock (Gate)
            return Confirm(caller, call) is { } cycle && cycle.TryTakeBack() ? cycle : null;
    }

    private static bool IsClosed(ProcessCore caller, CallMessage call)
    {
        var waiting = call;
        for (var step = 0; step < LongestPath; step++)
        {
            if (waiting.Deferred || waiting.Target is not ProcessCore next)
                return false;
            if (ReferenceEquals(next, caller))
                return true;
            if (next.WaitingFor is not { } following || !CallMessage.IsOpenWord(following.Word) || !ReferenceEquals(following.Caller, next))
                return false;
            waiting = following;
        }

        return false;
    }

    private static Cycle? Confirm(ProcessCore caller, CallMessage call)
    {
        var steps = new List<Step>();
        for (var process = caller; ;)
        {
            // The word comes first: an object that is used again after that has another one.
            if (process.WaitingFor is not { } waiting)
                return null;
            var step = new Step(process, waiting, waiting.Word, waiting.Target as ProcessCore);
            if (!step.Holds || step.Next is null || steps.Count == LongestPath)
                return null;
            steps.Add(step);
            process = step.Next;
            if (ReferenceEquals(process, caller))
                break;
        }

        return ReferenceEquals(steps[0].Call, call) && steps.TrueForAll(static s => s.Holds) ? new Cycle(steps) : null;
    }

    internal readonly record struct Step(ProcessCore Process, CallMessage Call, int Word, ProcessCore? Next)
    {
        internal bool Holds =>
            CallMessage.IsOpenWord(Word) && Call.Word == Word && !Call.Deferred && ReferenceEquals(Call.Caller, Process) && ReferenceEquals(Call.Target, Next) &&
            ReferenceEquals(Process.WaitingFor, Call);
    }

    /// <summary>The processes that wait for each other, and their requests.</summary>
    internal sealed class Cycle(List<Step> steps)
    {
        private CallMessage? _takenBack;

        /// <summary>
        /// Takes the call that closed the cycle out of the server's mailbox. When that is a wait which has to be seen through, as a supervisor's for the
        /// end of a child, it is another call of the cycle. False: that one has not begun to wait, and its caller will find the cycle itself.
        /// </summary>
        internal bool TryTakeBack()
        {
            foreach (var step in steps)
            {
                if (!step.Call.CanBeTakenBack)
                    continue;
                if (!step.Call.TryWithdraw(step.Word))
                    return false;
                _takenBack = step.Call;
                return true;
            }

            return false;
        }

        /// <summary>Ends the call that was taken back, with the path in its error.</summary>
        internal void Report()
        {
            Telemetry.Deadlocks.Add(1);
            var path = new StringBuilder("Path: ").Append(steps[0].Process.DisplayName);
            foreach (var step in steps)
                path.Append(" -[").Append(Text(step.Call)).Append("]-> ").Append(step.Next!.DisplayName);
            path.Append(". Break the cycle: let one of them use a cast, or answer later through a From.");
            _takenBack!.PublishWithdrawn(ExitReason.Of("deadlock"), path.ToString());
        }

        private static string Text(CallMessage call)
        {
            try
            {
                return call.ToString()!;
            }
            catch (Exception)
            {
                return call.GetType().Name; // its arguments cannot be shown, or are another call's by now
            }
        }
    }
}
