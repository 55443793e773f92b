namespace Zhar.Web;

/// <summary>A request does not have what it has to have: HTTP's 400. Source: Phoenix.MissingParamError.</summary>
/// <param name="message">What was expected and what came.</param>
public sealed class BadRequestException(string message) : Exception(message), IHttpStatus
{
    /// <inheritdoc/>
    public int StatusCode => 400;
}
