namespace Zhar.Runtime;

/// <summary>One pending timer: data, never a delegate of the application.</summary>
internal sealed class TimerEntry
{
    internal long Due;
    internal ServerRef Destination;
    internal ProcessCore? Owner;        // the destination when it is a local process: its death cancels the timer
    internal object? Message;           // for a plain timer
    internal Signal? Signal;            // for the runtime's own timers
    internal TickMessage? Tick;
    internal int IntervalMilliseconds;
    internal IPost? Post;               // for Delay and Receive
    internal CallMessage? Call;         // for a call under a clock that is not the system's
    internal int CallVersion;
    internal bool Done;

    internal TimerEntry Copy() => (TimerEntry)MemberwiseClone();

    /// <summary>Lets go of everything: a cancelled timer stays in the queue until its time, and must not keep an unloaded application alive that long.</summary>
    internal void Forget()
    {
        Destination = default;
        Owner = null;
        Message = null;
        Signal = null;
        Tick = null;
        Post = null;
        Call = null;
    }
}
