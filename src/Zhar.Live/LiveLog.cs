using Microsoft.Extensions.Logging;

namespace Zhar.Live;

/// <summary>The log lines of live pages. What comes from a client is shortened before it gets here.</summary>
internal sealed partial class LiveLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    internal bool IsEnabled(LogLevel level) => level != LogLevel.None && _logger.IsEnabled(level);

    [LoggerMessage(EventId = 3001, Message = "MOUNT {View} at {Path} in {Milliseconds:0.0} ms, connected: {Connected}")]
    internal partial void Mounted(LogLevel level, string view, string path, double milliseconds, bool connected);

    [LoggerMessage(EventId = 3002, Message = "HANDLE EVENT {Event} in {View} in {Milliseconds:0.0} ms, parameters: {Params}")]
    internal partial void HandledEvent(LogLevel level, string @event, string view, double milliseconds, string @params);

    [LoggerMessage(3003, LogLevel.Warning, "A page could not join {Topic}: {Reason}. Its tokens are forged, too old or of another secret, or its route has changed; the browser loads the page anew")]
    internal partial void JoinRefused(string topic, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "{View} dropped the event '{Event}', whose payload does not fit its handler: {Error}")]
    internal partial void BadPayload(string view, string @event, string error);

    [LoggerMessage(3005, LogLevel.Warning, "{View} dropped a message of its page that is malformed: {Error}")]
    internal partial void BadMessage(string view, string error);

    [LoggerMessage(3006, LogLevel.Error, "The mount of {View} has failed; its page loads again and gets the error")]
    internal partial void MountFailed(Exception exception, string view);

    [LoggerMessage(3007, LogLevel.Error, "The task '{Name}' of {View} has failed")]
    internal partial void AsyncFailed(Exception exception, string name, string view);

    [LoggerMessage(3008, LogLevel.Information, "{View} dropped the event '{Event}' for the component {Cid}, which it does not have; a component that has just left the page may be the cause")]
    internal partial void UnknownComponent(string view, string @event, int cid);

    [LoggerMessage(3009, LogLevel.Debug, "{View} has no component {Component} with the id '{Id}', which was sent an update")]
    internal partial void NoComponent(string view, string component, string id);

    [LoggerMessage(3010, LogLevel.Warning, "{View} was told of {Count} files for the upload '{Upload}', many more than it allows; the rest was dropped")]
    internal partial void TooManyUploads(string view, string upload, int count);

    [LoggerMessage(3011, LogLevel.Warning, "An upload on {Topic} was refused: {Reason}. Its token is forged or too old, its view does not allow the file, or another connection takes it already")]
    internal partial void UploadRefused(string topic, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "{What} of the upload on {Topic} is above {Limit} bytes; the upload was ended")]
    internal partial void UploadTooLarge(string topic, string what, long limit);

    [LoggerMessage(3013, LogLevel.Warning, "The upload on {Topic} has sent nothing for {Time}; it was ended")]
    internal partial void UploadLate(string topic, TimeSpan time);

    [LoggerMessage(3014, LogLevel.Error, "The writer of the upload on {Topic} has failed")]
    internal partial void UploadWriterFailed(Exception exception, string topic);

    [LoggerMessage(3015, LogLevel.Warning, "{View} did not take back what its page has kept: it is forged, too old, of another page or of another secret")]
    internal partial void KeptRefused(string view);

    [LoggerMessage(3016, LogLevel.Warning, "{View} cannot read what its page has kept; another version of the program has written it")]
    internal partial void KeptUnreadable(Exception exception, string view);

    [LoggerMessage(3017, LogLevel.Warning, "{View} has {Length} characters for its page to keep, and {Limit} are the limit; the page keeps what it has. Persist less of the state, or with OnServer")]
    internal partial void KeptTooLarge(string view, int length, int limit);
}
