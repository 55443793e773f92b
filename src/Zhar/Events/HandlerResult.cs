namespace Zhar;

/// <summary>What a handler does after an event: stay (the default value), leave, or make room for another.</summary>
/// <remarks>Source: OTP gen_event, results of handle_event, handle_call and handle_info.</remarks>
public readonly record struct HandlerResult
{
    /// <summary>Stays.</summary>
    public static HandlerResult Stay => default;

    /// <summary>Leaves the manager. Source: remove_handler.</summary>
    public static HandlerResult Remove => new() { Removes = true };

    internal bool Removes { get; private init; }

    internal GenEventHandler? Successor { get; private init; }

    internal object? SuccessorId { get; private init; }

    internal object? Argument { get; private init; }

    internal object? ReplyValue { get; private init; }

    /// <summary>Answers a call and stays.</summary>
    public static HandlerResult Reply(object? value) => new() { ReplyValue = value };

    /// <summary>Makes room for <paramref name="next"/>, which gets the result of this handler's Terminate. Source: swap_handler.</summary>
    public static HandlerResult SwapTo(GenEventHandler next, object? id = null, object? argument = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new() { Successor = next, SuccessorId = id, Argument = argument };
    }

    /// <summary>The same, and leaves: <c>Reply(x).ThenRemove()</c>.</summary>
    public HandlerResult ThenRemove() => this with { Removes = true };

    /// <summary>A synchronous callback returns the result itself.</summary>
    public static implicit operator ValueTask<HandlerResult>(HandlerResult result) => new(result);
}
