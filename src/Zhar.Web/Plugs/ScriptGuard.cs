using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zhar.Web;

/// <summary>Keeps a response that is a script from a page of another site: what is written goes nowhere, and the status is 403. Source: Plug.CSRFProtection.</summary>
/// <remarks>A script with private data in it would run, and be read, in any page that names it. It looks when the first byte is about to be written.</remarks>
internal sealed class ScriptGuard : IHttpResponseBodyFeature
{
    private readonly HttpContext _conn;
    private readonly IHttpResponseBodyFeature _inner;
    private PipeWriter? _nowhere;
    private bool _hasLooked;

    private ScriptGuard(HttpContext conn, IHttpResponseBodyFeature inner)
    {
        _conn = conn;
        _inner = inner;
    }

    public Stream Stream => IsRefused() ? Stream.Null : _inner.Stream;

    public PipeWriter Writer => IsRefused() ? _nowhere ??= PipeWriter.Create(Stream.Null) : _inner.Writer;

    /// <summary>Guards the response, unless the browser says that it is not for a script element, or for one of this site.</summary>
    internal static void Put(HttpContext conn)
    {
        var headers = conn.Request.Headers;
        if (headers.XRequestedWith == "XMLHttpRequest" || headers["Sec-Fetch-Site"] == "same-origin" || (headers["Sec-Fetch-Dest"] is { Count: > 0 } destination && destination != "script"))
            return;
        if (conn.Features.Get<IHttpResponseBodyFeature>() is { } inner)
            conn.Features.Set<IHttpResponseBodyFeature>(new ScriptGuard(conn, inner));
    }

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        IsRefused();
        return _inner.StartAsync(cancellationToken);
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        IsRefused() ? Task.CompletedTask : _inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync()
    {
        IsRefused();
        return _inner.CompleteAsync();
    }

    private bool IsRefused()
    {
        if (_nowhere is not null || _hasLooked)
            return _nowhere is not null;
        var response = _conn.Response;
        if (response.ContentType is not { } type || response.HasStarted)
            return false; // asked for before the type is known: looks again
        _hasLooked = true;
        if (!IsScript(type))
            return false;
        _nowhere = PipeWriter.Create(Stream.Null);
        ConnState.Of(_conn).Endpoint?.Log.Refused(_conn.Request.Method, LoggedPath.Of(_conn), StatusCodes.Status403Forbidden,
            "a page of another site asks for a script. One for your own pages is fetched with the header x-requested-with: XMLHttpRequest; one for everybody belongs behind a pipeline without ProtectFromForgery.",
            _conn.TraceIdentifier);
        response.Headers.Clear();
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.ContentLength = 0;
        return true;
    }

    private static bool IsScript(string type) =>
        type.StartsWith("text/javascript", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/javascript", StringComparison.OrdinalIgnoreCase);
}
