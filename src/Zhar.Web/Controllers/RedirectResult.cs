using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Sends the browser elsewhere.</summary>
internal sealed class RedirectResult : IResult, IStatusCodeHttpResult
{
    private readonly string _location;
    private readonly int _status;

    private RedirectResult(string location, int status)
    {
        _location = location;
        _status = status is 301 or 302 or 303 or 307 or 308 ? status : throw new ArgumentOutOfRangeException(nameof(status), status, "A redirect has the status 301, 302, 303, 307 or 308.");
    }

    public int? StatusCode => _status;

    internal static RedirectResult Local(string path, int status)
    {
        LocalPath.Check(path);
        return new(path, status);
    }

    internal static RedirectResult External(string url, int status)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is not ("javascript" or "data" or "vbscript" or "file") && !url.Any(char.IsControl)
            ? new(url, status)
            : throw new ArgumentException($"\"{Shown(url)}\" is no URL that a browser may be sent to. Expected one with a scheme such as https in front, and no control characters. For a path on this site: Redirect(to: \"/users\").", nameof(url));
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = _status;
        httpContext.Response.Headers.Location = UrlText.Escape(_location);
        return Task.CompletedTask;
    }

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
