using Microsoft.Extensions.Logging;

namespace Zhar.Web;

/// <summary>What the web layer logs.</summary>
internal sealed partial class EndpointLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    internal ILogger Logger => _logger;

    [LoggerMessage(1, LogLevel.Information, "Running {Endpoint} at {Addresses}")]
    internal partial void Running(string endpoint, string addresses);

    [LoggerMessage(2, LogLevel.Information, "Access {Endpoint} at {Url}")]
    internal partial void Access(string endpoint, string url);

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} failed with status {Status} [{RequestId}]")]
    internal partial void Failed(Exception exception, string method, string path, int status, string requestId);

    [LoggerMessage(4, LogLevel.Warning, "{Method} {Path} was refused with status {Status}: {Reason} [{RequestId}]")]
    internal partial void Refused(string method, string path, int status, string reason, string requestId = "");

    [LoggerMessage(EventId = 5, Message = "{Method} {Path} {Status} in {Milliseconds:0.00} ms [{RequestId}]")]
    internal partial void Request(LogLevel level, string method, string path, int status, double milliseconds, string requestId);

    [LoggerMessage(6, LogLevel.Error, "{Method} {Path} failed after its response had begun; the connection is closed [{RequestId}]")]
    internal partial void FailedLate(Exception exception, string method, string path, string requestId);

    [LoggerMessage(7, LogLevel.Error, "The error page for {Method} {Path} failed itself; a plain one goes out [{RequestId}]")]
    internal partial void ErrorPageFailed(Exception exception, string method, string path, string requestId);

    [LoggerMessage(8, LogLevel.Warning, "{Problem}")]
    internal partial void RouteProblem(string problem);

    [LoggerMessage(9, LogLevel.Warning, "{Endpoint} has no SECRET_KEY_BASE and makes one for this run: sessions and tokens end with it. In production the start would stop here.")]
    internal partial void NoSecret(string endpoint);

    [LoggerMessage(11, LogLevel.Debug, "{Method} {Path} ended because its client has gone [{RequestId}]")]
    internal partial void ClientGone(Exception exception, string method, string path, string requestId);

    [LoggerMessage(12, LogLevel.Information, "{Endpoint} is about to stop and answers for another {Delay}, while its readiness check says no")]
    internal partial void Draining(string endpoint, TimeSpan delay);

    [LoggerMessage(EventId = 10, Message = "Processing with {Action}, pipelines [{Pipelines}], parameters {Parameters} [{RequestId}]")]
    internal partial void Processing(LogLevel level, string action, string pipelines, string parameters, string requestId);
}
