namespace Zhar.Web;

/// <summary>Handles an event that the client pushes.</summary>
/// <remarks>
/// Parameters: none; one typed payload, read by the application's JSON context (or <see cref="Params"/>, <see cref="Payload"/>, <c>byte[]</c>);
/// or plain values by their names in the payload. A <see cref="ReplyRef"/> may stand beside them, to answer later.
/// Returns nothing, <see cref="Next"/>, <see cref="ChannelReply"/>, or a value, which is the answer; each also as a <c>ValueTask</c> or <c>Task</c>.
/// A payload that does not fit is answered with <c>{"reason": "invalid payload"}</c>. Source: Phoenix.Channel, handle_in/3.
/// </remarks>
/// <param name="event">The event's name.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HandleInAttribute(string @event) : Attribute
{
    /// <summary>The event's name.</summary>
    public string Event { get; } = @event;
}

/// <summary>Sees an event that is broadcast on the channel's topic before it goes to this client, and decides what goes: it pushes, or drops it.</summary>
/// <remarks>
/// The broadcast is then a message to each channel instead of one frame for all. Parameters as for <see cref="HandleInAttribute"/>, without a <see cref="ReplyRef"/>.
/// Source: Phoenix.Channel, intercept/1 and handle_out/3.
/// </remarks>
/// <param name="event">The event's name.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HandleOutAttribute(string @event) : Attribute
{
    /// <summary>The event's name.</summary>
    public string Event { get; } = @event;
}

/// <summary>Sets how one channel class works.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ChannelOptionsAttribute : Attribute
{
    /// <summary>Whether joins are logged. Default true. Source: Phoenix.Channel, <c>log_join</c>.</summary>
    public bool LogJoin { get; set; } = true;

    /// <summary>Whether messages of clients are logged, at level Debug. Default true. Source: Phoenix.Channel, <c>log_handle_in</c>.</summary>
    public bool LogHandleIn { get; set; } = true;

    /// <summary>A channel without a message for so many seconds frees what can be rebuilt. Default 0: never. Source: Phoenix.Channel, <c>hibernate_after</c>.</summary>
    public int HibernateAfterSeconds { get; set; }
}
