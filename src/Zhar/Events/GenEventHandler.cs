namespace Zhar;

/// <summary>Reacts to the events of an <see cref="EventManager"/>, inside the manager's process. One object for each time that it is added.</summary>
/// <remarks>
/// <code>
/// public sealed class Alarms : GenEventHandler&lt;ImmutableList&lt;string&gt;&gt;
/// {
///     protected override ValueTask Init() { State = []; return default; }
///
///     protected override ValueTask&lt;HandlerResult&gt; HandleEvent(object e)
///     {
///         if (e is Alarm alarm)
///             State = State.Add(alarm.Text);
///         return HandlerResult.Stay;
///     }
///
///     protected override ValueTask&lt;HandlerResult&gt; HandleCall(object request) => HandlerResult.Reply(State);
/// }
/// </code>
/// An exception in a callback removes this handler alone. Callbacks block the manager and the other handlers: do slow work in a process of its own.
/// Source: OTP gen_event.
/// </remarks>
public abstract class GenEventHandler
{
    internal virtual object? StateObject => null;

    /// <summary>Runs when the handler is added. An exception refuses it.</summary>
    protected internal virtual ValueTask Init() => default;

    /// <summary>Runs instead of <see cref="Init"/> when the handler takes another one's place.</summary>
    /// <param name="previous">What the other's Terminate returned; an <see cref="ExitReason"/> <c>error</c> when there was no such handler.</param>
    protected internal virtual ValueTask InitSwapped(object? previous) => Init();

    /// <summary>Handles an event of <see cref="EventManager.Notify"/> or <see cref="EventManager.SyncNotify"/>.</summary>
    protected internal abstract ValueTask<HandlerResult> HandleEvent(object e);

    /// <summary>Handles a request of <see cref="EventManager.Call"/>; returns <c>HandlerResult.Reply(…)</c>. The default fails.</summary>
    protected internal virtual ValueTask<HandlerResult> HandleCall(object request) =>
        throw new InvalidOperationException($"{GetType().Name} handles no calls, but got {request}. Override HandleCall.");

    /// <summary>Handles any other message that the manager gets. The default ignores it.</summary>
    protected internal virtual ValueTask<HandlerResult> HandleInfo(object message) => default(HandlerResult);

    /// <summary>Runs when the handler leaves. The result goes to who deleted it, or to the handler that takes its place.</summary>
    protected internal virtual ValueTask<object?> Terminate(HandlerEnd reason) => default;
}

/// <summary>A handler with a state.</summary>
/// <typeparam name="TState">A value, replaced by assignment.</typeparam>
public abstract class GenEventHandler<TState> : GenEventHandler
{
    /// <summary>The state. Set it in Init.</summary>
    protected TState State { get; set; } = default!; // as the summary says

    internal sealed override object? StateObject => State;
}
