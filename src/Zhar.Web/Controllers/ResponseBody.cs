using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Writes a whole body at once, so that its length is known.</summary>
internal static class ResponseBody
{
    internal static Task Write(HttpContext conn, ReadOnlySpan<byte> bytes, string contentType, int? status)
    {
        var response = conn.Response;
        if (status is { } code)
            response.StatusCode = code;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.BodyWriter.Write(bytes);

        // Without the token of the request: the server ends the wait itself when the client has gone, and a token costs a registration per response.
        var flushed = response.BodyWriter.FlushAsync();
        return flushed.IsCompletedSuccessfully ? Task.CompletedTask : flushed.AsTask();
    }
}
