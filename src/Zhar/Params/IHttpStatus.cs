namespace Zhar;

/// <summary>An exception that says which status a web application answers it with. Source: Plug.Exception.</summary>
public interface IHttpStatus
{
    /// <summary>The status of the response, 400 to 599.</summary>
    int StatusCode { get; }
}
