namespace Zhar.Web;

/// <summary>One message between a client and a channel, as a <see cref="SocketSerializer"/> reads and writes it. Source: Phoenix.Socket.Message, Phoenix.Socket.Reply.</summary>
/// <param name="JoinRef">The ref of the join that has opened the topic; <c>null</c> for a broadcast, and where the format has none.</param>
/// <param name="Ref">What an answer names; <c>null</c> where none is expected.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Event">The event; <c>phx_reply</c> for an answer.</param>
/// <param name="Payload">What it carries; for an answer the answer alone, without its <see cref="Status"/>.</param>
public sealed record SocketMessage(string? JoinRef, string? Ref, string Topic, string Event, Payload Payload)
{
    /// <summary>For an answer <c>ok</c> or <c>error</c>; else <c>null</c>.</summary>
    public string? Status { get; init; }
}
