using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Zhar.Web;

/// <summary>Sends a file: whole, a part of it, compressed, or the word that the browser has it already. Source: RFC 9110.</summary>
internal static class StaticResponse
{
    internal static Task Send(HttpContext conn, StaticFile file, string cacheControl, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        var (request, response) = (conn.Request, conn.Response);
        var wantsPart = request.Headers.Range.Count > 0;
        var sent = wantsPart ? file : Encoded(request, file, out var encoding) is { } copy ? Announce(response, copy, encoding) : file;
        var headers = response.Headers;
        headers.ETag = sent.ETag;
        headers.CacheControl = cacheControl;
        headers.XContentTypeOptions = "nosniff";
        headers.AcceptRanges = "bytes";
        headers.LastModified = sent.ModifiedAt.ToString("r", CultureInfo.InvariantCulture);
        if (file.Brotli is not null || file.Gzip is not null)
            headers.Vary = "Accept-Encoding";
        foreach (var (name, value) in more)
            headers[name] = value;
        if (IsKnown(request, sent))
            return conn.SendStatus(StatusCodes.Status304NotModified);
        response.ContentType = file.ContentType;
        if (wantsPart && MayHavePart(request, sent))
        {
            switch (Part(request.Headers.Range, sent.Length))
            {
                case (>= 0, >= 0) part:
                    response.StatusCode = StatusCodes.Status206PartialContent;
                    headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {part.Offset}-{part.Offset + part.Length - 1}/{sent.Length}");
                    return Body(conn, sent, part.Offset, part.Length);
                case (-1, _):
                    headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{sent.Length}");
                    response.ContentType = null;
                    return conn.SendStatus(StatusCodes.Status416RangeNotSatisfiable);
            }
        }

        return Body(conn, sent, 0, sent.Length);
    }

    private static Task Body(HttpContext conn, StaticFile file, long offset, long length)
    {
        conn.Response.ContentLength = length;
        return HttpMethods.IsHead(conn.Request.Method) ? Task.CompletedTask : conn.Response.SendFileAsync(file.FullPath, offset, length, conn.RequestAborted);
    }

    private static StaticFile Announce(HttpResponse response, StaticFile copy, string encoding)
    {
        response.Headers.ContentEncoding = encoding;
        return copy;
    }

    private static StaticFile? Encoded(HttpRequest request, StaticFile file, out string encoding)
    {
        encoding = "";
        if (file.Brotli is null && file.Gzip is null)
            return null;
        var accepted = request.Headers.AcceptEncoding;
        if (file.Brotli is not null && Accepts(accepted, "br"))
        {
            encoding = "br";
            return file.Brotli;
        }

        if (file.Gzip is null || !Accepts(accepted, "gzip"))
            return null;
        encoding = "gzip";
        return file.Gzip;
    }

    private static bool Accepts(StringValues header, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(header!, out var values) && values.Any(v => v.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && v.Quality is null or > 0);

    /// <summary>Whether the browser has this file: by its tag, or where it names none, by its time.</summary>
    private static bool IsKnown(HttpRequest request, StaticFile file)
    {
        var headers = new RequestHeaders(request.Headers);
        if (request.Headers.IfNoneMatch.Count > 0)
            return headers.IfNoneMatch.Any(t => t.Tag == "*" || t.Tag == file.ETag);
        return headers.IfModifiedSince is { } since && file.ModifiedAt <= since;
    }

    /// <summary>A part of another version of the file would be glued to the wrong one.</summary>
    private static bool MayHavePart(HttpRequest request, StaticFile file)
    {
        var header = request.Headers.IfRange.ToString();
        if (header.Length == 0)
            return true;
        if (!RangeConditionHeaderValue.TryParse(header, out var condition))
            return false;
        return condition.EntityTag is { } tag ? tag.Tag == file.ETag && !tag.IsWeak : condition.LastModified == file.ModifiedAt;
    }

    /// <summary>One part that lies in the file; -1, 0 for one outside of it; -2, 0 for what is not understood or several parts: then the whole file is sent.</summary>
    private static (long Offset, long Length) Part(StringValues header, long size)
    {
        if (header.Count != 1 || !RangeHeaderValue.TryParse(header.ToString(), out var range) || range.Unit != "bytes" || range.Ranges.Count != 1)
            return (-2, 0);
        var only = range.Ranges.First();
        if (only.From is { } from)
            return from >= size ? (-1, 0) : (from, Math.Min(only.To ?? (size - 1), size - 1) - from + 1);
        var last = Math.Min(only.To ?? 0, size);
        return last == 0 ? (-1, 0) : (size - last, last);
    }
}
