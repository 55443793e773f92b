namespace Zhar;

/// <summary>Tells the process that supervises a handler that the handler has left its manager. Source: OTP <c>{gen_event_EXIT, Handler, Reason}</c>.</summary>
/// <param name="Manager">The event manager.</param>
/// <param name="HandlerId">The handler's id.</param>
/// <param name="Reason"><c>normal</c> when it was deleted or removed itself, <c>shutdown</c> when the manager stopped, <c>swapped</c> with the id of its
/// successor, else why it failed.</param>
public sealed record EventHandlerExit(Pid Manager, object HandlerId, ExitReason Reason);
