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

    [LoggerMessage(3, LogLevel.Error, "{Method} {Path} failed with status {Status}")]
    internal partial void Failed(Exception exception, string method, string path, int status);

    [LoggerMessage(4, LogLevel.Warning, "{Method} {Path} was refused with status {Status}: {Reason}")]
    internal partial void Refused(string method, string path, int status, string reason);
}
