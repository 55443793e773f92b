namespace Zhar.Live;

/// <summary>A connected page could not be mounted; the request that the browser made for it gets the same status.</summary>
public sealed class ReloadException : Exception, IHttpStatus
{
    internal ReloadException(int status)
        : base($"the connected page could not be mounted, with status {status}") => StatusCode = status;

    /// <inheritdoc/>
    public int StatusCode { get; }
}
