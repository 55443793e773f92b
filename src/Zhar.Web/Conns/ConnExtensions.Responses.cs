using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zhar.Web;

/// <summary>Answers. Source: Plug.Conn, Phoenix.Controller.</summary>
public static partial class ConnExtensions
{
    extension(HttpContext conn)
    {
        /// <summary>Sets the status. Source: Plug.Conn.put_status/2.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is not between 100 and 999.</exception>
        public HttpContext PutStatus(int status)
        {
            if (status is < 100 or > 999)
                throw new ArgumentOutOfRangeException(nameof(status), status, "A status is between 100 and 999.");
            conn.Response.StatusCode = status;
            return conn;
        }

        /// <summary>Sets the status by its name, in any spelling: <c>not_found</c>, <c>NotFound</c>.</summary>
        /// <exception cref="ArgumentException">No status has that name.</exception>
        public HttpContext PutStatus(string name) => conn.PutStatus(StatusNames.Code(name));

        /// <summary>Sets the content type, with <c>charset=utf-8</c> for text. Source: Plug.Conn.put_resp_content_type/3.</summary>
        /// <exception cref="InvalidHeaderException">It holds a line break.</exception>
        public HttpContext PutContentType(string type)
        {
            ArgumentNullException.ThrowIfNull(type);
            return conn.PutHeader("Content-Type", type.Contains("charset", StringComparison.OrdinalIgnoreCase) || !MimeTypes.IsText(type) ? type : type + "; charset=utf-8");
        }

        /// <summary>Sends plain text. Source: Phoenix.Controller.text/2.</summary>
        public Task SendText(string text, int? status = null) => Send(conn, text, "text/plain; charset=utf-8", status);

        /// <summary>Sends markup as it is. Source: Phoenix.Controller.html/2.</summary>
        public Task SendHtml(string markup, int? status = null) => Send(conn, markup, "text/html; charset=utf-8", status);

        /// <summary>Sends bytes.</summary>
        public Task SendBytes(ReadOnlyMemory<byte> body, string contentType, int? status = null)
        {
            Begin(conn, contentType, status);
            conn.Response.ContentLength = body.Length;
            return conn.Response.BodyWriter.WriteAsync(body, conn.RequestAborted).AsTask();
        }

        /// <summary>Sends nothing but a status, 204 unless another is given.</summary>
        public Task SendStatus(int status = 204)
        {
            conn.PutStatus(status);
            if (status is not (204 or 205 or 304))
                conn.Response.ContentLength = 0;
            return Task.CompletedTask;
        }

        /// <summary>Redirects to a path of this site. The response is complete; in a plug call <c>Halt</c> too. Source: Phoenix.Controller.redirect/2, <c>to</c>.</summary>
        /// <exception cref="ArgumentException">It is no path of this site, such as <c>//evil.example</c>: use <c>RedirectExternal</c> where that is meant.</exception>
        public HttpContext RedirectTo(string path, int status = 302)
        {
            LocalPath.Check(path);
            return Redirect(conn, path, status);
        }

        /// <summary>Redirects to any URL. Never give one that came with the request. Source: Phoenix.Controller.redirect/2, <c>external</c>.</summary>
        /// <exception cref="InvalidHeaderException">It holds a line break.</exception>
        public HttpContext RedirectExternal(string url, int status = 302)
        {
            ArgumentException.ThrowIfNullOrEmpty(url);
            return Redirect(conn, url, status);
        }

        /// <summary>Begins a response in pieces; write them with <c>Chunk</c>. Source: Plug.Conn.send_chunked/2.</summary>
        public Task SendChunked(int status = 200, string contentType = "text/plain; charset=utf-8")
        {
            Begin(conn, contentType, status);
            conn.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            return conn.Response.StartAsync(conn.RequestAborted);
        }

        /// <summary>Sends a piece at once. False: the client has gone. Source: Plug.Conn.chunk/2.</summary>
        /// <exception cref="InvalidOperationException"><c>SendChunked</c> was not called.</exception>
        public async Task<bool> Chunk(string text)
        {
            ArgumentNullException.ThrowIfNull(text);
            if (!conn.Response.HasStarted)
                throw new InvalidOperationException("A piece is sent before the response has begun. Begin it: await conn.SendChunked(200, \"text/plain\");");
            if (conn.RequestAborted.IsCancellationRequested)
                return false;
            try
            {
                Write(conn.Response.BodyWriter, text);
                var flushed = await conn.Response.BodyWriter.FlushAsync(conn.RequestAborted).ConfigureAwait(false);
                return !flushed.IsCompleted;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        /// <summary>Sends a part of a file, by the system's own means where it has them. Source: Plug.Conn.send_file/5.</summary>
        /// <param name="path">The file. Never a path that came with the request.</param>
        /// <param name="contentType">Default: by the file's extension.</param>
        /// <param name="offset">The first byte, from 0.</param>
        /// <param name="length">How many bytes; default: to the end.</param>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The part is not inside of the file.</exception>
        public Task SendFile(string path, string? contentType = null, long offset = 0, long? length = null)
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                throw new FileNotFoundException($"There is no file \"{path}\" to send.", path);
            var count = length ?? (file.Length - offset);
            if (offset < 0 || count < 0 || offset + count > file.Length)
                throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The file has {file.Length} bytes; {count} from {offset} on are not inside of it.");
            Begin(conn, contentType ?? MimeTypes.OfPath(path), null);
            conn.Response.ContentLength = count;
            return conn.Response.SendFileAsync(file.FullName, offset, count, conn.RequestAborted);
        }

        /// <summary>Sends a file to be saved. Source: Phoenix.Controller.send_download/3.</summary>
        /// <param name="path">The file. Never a path that came with the request.</param>
        /// <param name="fileName">The name that the browser proposes; default: the file's own. Any text.</param>
        /// <param name="contentType">Default: by the name's extension.</param>
        public Task SendDownload(string path, string? fileName = null, string? contentType = null)
        {
            var name = fileName ?? Path.GetFileName(path);
            conn.PutHeader("Content-Disposition", ContentDisposition.Attachment(name));
            return conn.SendFile(path, contentType ?? MimeTypes.OfPath(name));
        }

        /// <summary>Sends bytes to be saved under a name.</summary>
        public Task SendDownload(ReadOnlyMemory<byte> body, string fileName, string? contentType = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(fileName);
            conn.PutHeader("Content-Disposition", ContentDisposition.Attachment(fileName));
            return conn.SendBytes(body, contentType ?? MimeTypes.OfPath(fileName));
        }
    }

    private static void Begin(HttpContext conn, string contentType, int? status)
    {
        if (status is { } code)
            conn.PutStatus(code);
        if (conn.Response.ContentType is null)
            conn.PutHeader("Content-Type", contentType);
    }

    private static Task Send(HttpContext conn, string text, string contentType, int? status)
    {
        ArgumentNullException.ThrowIfNull(text);
        Begin(conn, contentType, status);
        conn.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        Write(conn.Response.BodyWriter, text);
        return conn.Response.BodyWriter.FlushAsync(conn.RequestAborted).AsTask();
    }

    private static void Write(IBufferWriter<byte> writer, string text) => Encoding.UTF8.GetBytes(text, writer);

    private static HttpContext Redirect(HttpContext conn, string url, int status)
    {
        if (status is < 300 or > 399)
            throw new ArgumentOutOfRangeException(nameof(status), status, "The status of a redirect is between 300 and 399.");
        conn.PutStatus(status);
        conn.PutHeader("Location", UrlText.Escape(url));
        return conn;
    }
}
