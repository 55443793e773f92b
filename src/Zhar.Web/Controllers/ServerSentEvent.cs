namespace Zhar.Web;

/// <summary>One event of a stream for <c>EventSource</c> in a browser. Source: HTML Standard, section 9.2.</summary>
/// <param name="Data">The text; each line of it becomes a line of the stream.</param>
/// <param name="Event">The name that the browser listens for, or <c>null</c>: <c>message</c>.</param>
/// <param name="Id">What the browser sends back as <c>Last-Event-ID</c> when it comes again, or <c>null</c>.</param>
/// <param name="Retry">How long the browser waits before it comes again, or <c>null</c>: as before.</param>
public sealed record ServerSentEvent(string Data, string? Event = null, string? Id = null, TimeSpan? Retry = null);
