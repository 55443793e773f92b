using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What actions answer with.</summary>
public abstract partial class Controller
{
    // ---- bodies ------------------------------------------------------------------------------------------------------

    /// <summary>Data as JSON, through the application's <c>JsonSerializerContext</c>. Source: Phoenix.Controller.json/2.</summary>
    /// <param name="value">The data. Its type has to be listed in the context with <c>[JsonSerializable]</c>.</param>
    /// <param name="status">The status; by default as it is, mostly 200.</param>
    protected internal IResult Json<T>(T value, int? status = null) => new JsonResult<T>(value, JsonContexts, status);

    /// <summary>Plain text. Source: Phoenix.Controller.text/2.</summary>
    protected static IResult Text(string text, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new TextResult(text, "text/plain; charset=utf-8", status);
    }

    /// <summary>Markup, inside the layouts of the request. Source: Phoenix.Controller.html/2.</summary>
    /// <param name="html">The markup.</param>
    /// <param name="status">The status; by default as it is, mostly 200.</param>
    /// <param name="layouts">Whether the layouts go around it.</param>
    protected internal static IResult HtmlResult(Html html, int? status = null, bool layouts = true) => new HtmlPageResult(html, status, layouts);

    // ---- redirects ---------------------------------------------------------------------------------------------------

    /// <summary>Sends the browser to a path on this site. Source: Phoenix.Controller.redirect/2.</summary>
    /// <param name="to">A path: <c>Paths.Users.Show(1)</c>. Safe with text from outside: what would leave the site is refused.</param>
    /// <param name="status">302 by default; 303, 301, 307, 308.</param>
    /// <exception cref="ArgumentException">It is no path, such as <c>//example.com</c>.</exception>
    protected static IResult Redirect(string to, int status = StatusCodes.Status302Found) => RedirectResult.Local(to, status);

    /// <summary>Sends the browser to another site. Never give it text from outside that you did not compare with a list. Source: Phoenix.Controller.redirect/2, "external".</summary>
    /// <exception cref="ArgumentException">It has no scheme, or one that runs code.</exception>
    protected static IResult RedirectExternal(string url, int status = StatusCodes.Status302Found) => RedirectResult.External(url, status);

    // ---- files -------------------------------------------------------------------------------------------------------

    /// <summary>Bytes that the browser saves as a file. Source: Phoenix.Controller.send_download/3.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">The name that the browser offers, with its extension; what is no name is replaced.</param>
    /// <param name="contentType">The media type; by default from the extension.</param>
    /// <param name="inline">Show it in the browser if it can, instead of saving it. Not for files from users: markup among them would run.</param>
    protected static IResult SendDownload(ReadOnlyMemory<byte> bytes, string name, string? contentType = null, bool inline = false) =>
        new DownloadResult(bytes, null, contentType ?? MimeTypes.OfPath(name), Disposition(name, inline));

    /// <summary>A stream that the browser saves as a file. It is read to its end and closed.</summary>
    /// <inheritdoc cref="SendDownload(ReadOnlyMemory{byte}, string, string?, bool)"/>
    protected static IResult SendDownload(Stream stream, string name, string? contentType = null, bool inline = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new DownloadResult(default, stream, contentType ?? MimeTypes.OfPath(name), Disposition(name, inline));
    }

    /// <summary>A file from the disk that the browser saves.</summary>
    /// <param name="path">Its path, chosen by the program. A name from outside goes through <see cref="SendFile(string, string, string?)"/>.</param>
    /// <param name="name">The name that the browser offers; by default that of the file.</param>
    /// <param name="contentType">The media type; by default from the extension.</param>
    protected static IResult SendDownload(string path, string? name = null, string? contentType = null) =>
        new FileResult(path, contentType, Disposition(name ?? Path.GetFileName(path), inline: false));

    /// <summary>A file from the disk, or a part of it. Ranges and conditional requests work for whole files. Source: Plug.Conn.send_file/5.</summary>
    /// <param name="path">Its path, chosen by the program.</param>
    /// <param name="contentType">The media type; by default from the extension.</param>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <param name="length">How many bytes; by default the rest.</param>
    protected static IResult SendFile(string path, string? contentType = null, long offset = 0, long? length = null) => new FileResult(path, contentType, null, offset, length);

    /// <summary>A file whose name came from outside, out of one directory. A name that leads out of it, by dots, as an absolute path or through a link, gets 404, as one that is not there.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The name, which may have directories in it, with slashes between.</param>
    /// <param name="contentType">The media type; by default from the extension.</param>
    protected static IResult SendFile(string directory, string name, string? contentType) =>
        SafePath.Within(directory, name) is { } path && File.Exists(path) ? new FileResult(path, contentType, null) : new StatusResult(StatusCodes.Status404NotFound);

    // ---- streams -----------------------------------------------------------------------------------------------------

    /// <summary>A body in pieces, each sent when it is there. Source: Plug.Conn.send_chunked/2.</summary>
    /// <param name="write">Writes the pieces. The response ends when it does.</param>
    /// <param name="contentType">The media type.</param>
    protected static IResult Chunked(Func<ChunkWriter, Task> write, string contentType = "text/plain; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(write);
        return new ChunkedResult(write, contentType);
    }

    /// <summary>A stream of events for <c>EventSource</c> in a browser, until it ends or the browser is gone; then its enumeration is cancelled.</summary>
    protected static IResult Events(IAsyncEnumerable<ServerSentEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return new EventsResult(events);
    }

    // ---- statuses ----------------------------------------------------------------------------------------------------

    /// <summary>A status, with its name as the body where one may be; 400 and up are a problem for programs.</summary>
    /// <param name="status">100 to 999.</param>
    /// <param name="detail">What to say instead of its name.</param>
    protected static IResult Status(int status, string? detail = null) => status is >= 100 and <= 999
        ? new StatusResult(status, detail)
        : throw new ArgumentOutOfRangeException(nameof(status), status, "A status is between 100 and 999.");

    /// <summary>204: done, and nothing to show.</summary>
    protected static IResult NoContent() => new StatusResult(StatusCodes.Status204NoContent);

    /// <summary>201 with the place of what was made, and the thing itself as JSON.</summary>
    /// <param name="at">Its path: <c>Paths.Users.Show(1)</c>.</param>
    /// <param name="value">What was made.</param>
    protected IResult Created<T>(string at, T value)
    {
        LocalPath.Check(at);
        return new CreatedResult(at, Json(value, StatusCodes.Status201Created));
    }

    /// <summary>400: the request makes no sense.</summary>
    protected static IResult BadRequest(string? detail = null) => new StatusResult(StatusCodes.Status400BadRequest, detail);

    /// <summary>401: nobody is logged in.</summary>
    protected static IResult Unauthorized(string? detail = null) => new StatusResult(StatusCodes.Status401Unauthorized, detail);

    /// <summary>403: whoever is logged in may not.</summary>
    protected static IResult Forbidden(string? detail = null) => new StatusResult(StatusCodes.Status403Forbidden, detail);

    /// <summary>404: there is no such thing.</summary>
    protected static IResult NotFound(string? detail = null) => new StatusResult(StatusCodes.Status404NotFound, detail);

    /// <summary>409: it does not fit what is there.</summary>
    protected static IResult Conflict(string? detail = null) => new StatusResult(StatusCodes.Status409Conflict, detail);

    /// <summary>What went wrong, for programs. Source: RFC 9457.</summary>
    protected static Problem Problem(int status, string? detail = null, string? title = null) => new(status) { Detail = detail, Title = title };

    private static string Disposition(string name, bool inline)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var attachment = ContentDisposition.Attachment(name);
        return inline ? "inline" + attachment["attachment".Length..] : attachment;
    }
}
