using Microsoft.Extensions.Logging;

namespace Zhar.Web;

/// <summary>The log lines of sockets and channels. What comes from a client is shortened and filtered before it gets here.</summary>
internal sealed partial class SocketLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    internal bool IsEnabled(LogLevel level) => _logger.IsEnabled(level);

    [LoggerMessage(2801, LogLevel.Information, "CONNECTED TO {Socket} by {Transport} in {Milliseconds:0.0} ms, parameters: {Params}")]
    internal partial void Connected(string socket, string transport, double milliseconds, string @params);

    [LoggerMessage(2802, LogLevel.Information, "REFUSED CONNECTION TO {Socket} by {Transport} in {Milliseconds:0.0} ms: {Reason}, parameters: {Params}")]
    internal partial void Refused(string socket, string transport, double milliseconds, string reason, string @params);

    [LoggerMessage(2803, LogLevel.Error, "Connect of {Socket} has failed; the client got 403")]
    internal partial void ConnectCrashed(Exception exception, string socket);

    [LoggerMessage(2804, LogLevel.Warning, "A page of {Origin} may not connect to {Socket}: set HOST to the public host, or give SocketOptions.CheckOrigin the origins that may")]
    internal partial void OriginRefused(string origin, string socket);

    [LoggerMessage(2805, LogLevel.Warning, "A client asks {Socket} for version '{Version}' of the protocol; this server speaks 2.0.0")]
    internal partial void VersionRefused(string socket, string version);

    [LoggerMessage(2806, LogLevel.Warning, "A client of {Socket} (id {Id}) sent a frame that is not of the protocol and was disconnected: {Error}")]
    internal partial void BadFrame(string socket, string? id, string error);

    [LoggerMessage(2807, LogLevel.Warning, "A client of {Socket} sent a frame over the limit of {Limit} bytes and was disconnected; SocketOptions.MaxFrameBytes sets the limit")]
    internal partial void FrameTooBig(string socket, int limit);

    [LoggerMessage(2808, LogLevel.Warning, "A client of {Socket} reads too slowly and was cut off: more than {Frames} frames or {Bytes} bytes waited for it")]
    internal partial void SlowClient(string socket, int frames, int bytes);

    [LoggerMessage(2809, LogLevel.Warning, "A client of {Socket} took nothing for {Timeout} and was cut off")]
    internal partial void WriteTimedOut(string socket, TimeSpan timeout);

    [LoggerMessage(2810, LogLevel.Debug, "A client of {Socket} sent nothing for {Timeout} and was disconnected")]
    internal partial void IdleTimedOut(string socket, TimeSpan timeout);

    [LoggerMessage(2811, LogLevel.Warning, "Ignoring the event '{Event}' on the topic '{Topic}' of {Socket}: no channel is joined or routed there")]
    internal partial void UnmatchedTopic(string @event, string topic, string socket);

    [LoggerMessage(2812, LogLevel.Warning, "A client of {Socket} wants more than {Limit} channels; SocketOptions.MaxChannels sets the limit")]
    internal partial void TooManyChannels(string socket, int limit);

    [LoggerMessage(2813, LogLevel.Error, "The channel {Channel} for '{Topic}' did not start: {Reason}")]
    internal partial void JoinNotStarted(string channel, string topic, string reason);

    [LoggerMessage(2814, LogLevel.Warning, "Join of {Channel} for '{Topic}' took longer than {Timeout} and was ended")]
    internal partial void JoinTimedOut(string channel, string topic, TimeSpan timeout);

    [LoggerMessage(2815, LogLevel.Information, "JOINED {Topic} ({Channel}) in {Milliseconds:0.0} ms, parameters: {Params}")]
    internal partial void Joined(string topic, string channel, double milliseconds, string @params);

    [LoggerMessage(2816, LogLevel.Information, "REFUSED JOIN of {Topic} ({Channel}) in {Milliseconds:0.0} ms, parameters: {Params}")]
    internal partial void JoinRefused(string topic, string channel, double milliseconds, string @params);

    [LoggerMessage(2817, LogLevel.Debug, "HANDLED {Event} ON {Topic} ({Channel}) in {Milliseconds:0.0} ms, parameters: {Params}")]
    internal partial void HandledIn(string @event, string topic, string channel, double milliseconds, string @params);

    [LoggerMessage(2818, LogLevel.Warning, "{Channel} has no [HandleIn] for the event '{Event}' that came on '{Topic}'")]
    internal partial void UnknownEvent(string channel, string @event, string topic);

    [LoggerMessage(2819, LogLevel.Warning, "The payload of '{Event}' on '{Topic}' is not what {Channel} expects: {Error}")]
    internal partial void BadPayload(string @event, string topic, string channel, string error);

    [LoggerMessage(2821, LogLevel.Information, "{Socket} lets its {Count} clients connect elsewhere, {Batch} at a time with {Interval} between")]
    internal partial void Draining(string socket, int count, int batch, TimeSpan interval);

    [LoggerMessage(2826, LogLevel.Warning, "{Socket} refused a client: it has as many as it may, {Limit} (SocketOptions.MaxConnections)")]
    internal partial void TooManyConnections(string socket, int limit);

    [LoggerMessage(2820, LogLevel.Warning, "A request to {Path} found no socket {Socket} running: put SocketSupervisor.Child<{Socket}>() into the tree, behind the PubSub")]
    internal partial void NotRunning(string path, string socket);
}
