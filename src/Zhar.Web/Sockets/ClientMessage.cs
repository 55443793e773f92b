namespace Zhar.Web;

/// <summary>A decoded frame of a client.</summary>
/// <param name="JoinRef">The ref of the join that opened the topic, or <c>null</c>.</param>
/// <param name="Ref">What a reply names, or <c>null</c>.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Event">The event.</param>
/// <param name="Payload">JSON as UTF-8, checked to be JSON; or the raw bytes of a binary frame.</param>
/// <param name="IsBinary">Whether the payload is raw bytes.</param>
internal readonly record struct ClientMessage(string? JoinRef, string? Ref, string Topic, string Event, ReadOnlyMemory<byte> Payload, bool IsBinary);
