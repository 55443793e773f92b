namespace Zhar.Runtime;

/// <summary>What a server was doing when a call to it timed out. Taken on the timer's thread, which runs no user code; printed by the caller.</summary>
internal sealed class ServerActivity(
    ProcessCore core, Signal? current, int version, int milliseconds, int queued, bool isSuspended, bool isDead, CallMessage? waiting)
{
    private readonly PidTarget? _awaited = waiting?.Target;

    public override string ToString()
    {
        if (isDead)
            return "The server is dead.";
        if (current is null)
            return $"The server is waiting for messages, {Queued} queued{(isSuspended ? ", and suspended by Sys.Suspend" : "")}.";
        return _awaited is not null
            ? $"The server has been in {Name(current)} for {milliseconds} ms, waiting for {waiting!.GetType().Name} from {new Pid(_awaited)}."
            : $"The server has been in {Name(current)} for {milliseconds} ms, {Queued} more queued.";
    }

    private string Queued => queued < 1000 ? queued.ToString(System.Globalization.CultureInfo.InvariantCulture) : "1000 or more";

    private string Name(Signal signal)
    {
        // A call that was answered since carries another request, or none.
        if (signal is CallMessage call && call.Version != version)
            return $"a request to {core.Pid}";
        try
        {
            return signal.Describe.ToString() ?? signal.GetType().Name;
        }
        catch (Exception e)
        {
            return $"{signal.GetType().Name} ({e.GetType().Name} in ToString)";
        }
    }
}
