namespace Zhar.Web;

/// <summary>An exception that says which status answers it. Source: Plug.Exception.</summary>
public interface IHttpStatus
{
    /// <summary>The status of the response, 400 to 599.</summary>
    int StatusCode { get; }
}
