namespace Zhar;

/// <summary>One action of a transition; they form a chain, the last one first, so that a transition without actions costs nothing.</summary>
internal abstract record MachineAction
{
    internal MachineAction? Previous { get; set; }

    internal sealed record ReplyTo(StateMachine.From To, object? Value) : MachineAction;

    internal sealed record PostponeEvent : MachineAction;

    internal sealed record InsertEvent(StateMachine.Event Event) : MachineAction;

    internal sealed record StartTimer(TimerKey Key, int Milliseconds, object? Content) : MachineAction;

    internal sealed record StopTimer(TimerKey Key) : MachineAction;

    internal sealed record UpdateTimer(TimerKey Key, object? Content) : MachineAction;

    internal sealed record HibernateNow : MachineAction;
}

/// <summary>Which timer of a machine: its state timeout, its event timeout, or one with a name.</summary>
internal readonly record struct TimerKey
{
    private TimerKey(TimerKind kind, object? name)
    {
        Kind = kind;
        Name = name;
    }

    private enum TimerKind : byte
    {
        State,
        Event,
        Named,
    }

    internal static TimerKey State { get; } = new(TimerKind.State, null);

    internal static TimerKey Event { get; } = new(TimerKind.Event, null);

    private TimerKind Kind { get; }

    private object? Name { get; }

    internal static TimerKey Named(object name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(TimerKind.Named, name);
    }

    internal StateMachine.Event MakeEvent(object? content) => Kind switch
    {
        TimerKind.State => new StateMachine.StateTimeoutEvent(content),
        TimerKind.Event => new StateMachine.EventTimeoutEvent(content),
        _ => new StateMachine.TimeoutEvent(Name!, content),
    };
}
