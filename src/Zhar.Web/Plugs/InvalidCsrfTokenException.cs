namespace Zhar.Web;

/// <summary>A request that changes something came without the token of a page of this site: answered with 403. Source: Plug.CSRFProtection.InvalidCSRFTokenError.</summary>
public sealed class InvalidCsrfTokenException : Exception, IHttpStatus
{
    internal InvalidCsrfTokenException()
        : base("invalid CSRF token. A form needs the hidden field _csrf_token with conn.CsrfToken, a script the header x-csrf-token. An API without cookies needs no ProtectFromForgery in its pipeline.")
    {
    }

    /// <inheritdoc/>
    public int StatusCode => 403;
}
