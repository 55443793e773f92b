namespace Zhar.Web;

/// <summary>No route fits the request: answered with 404. Source: Phoenix.Router.NoRouteError.</summary>
public sealed class NoRouteException : Exception, IHttpStatus
{
    internal NoRouteException(string verb, string path, Router router)
        : base($"no route found for {verb} {path} ({router.GetType().FullName})")
    {
        Verb = verb;
        Path = path;
        Router = router;
    }

    /// <summary>The verb of the request.</summary>
    public string Verb { get; }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public int StatusCode => 404;

    internal Router Router { get; }
}
