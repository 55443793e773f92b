using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Bytes or a stream that the browser saves as a file.</summary>
internal sealed class DownloadResult(ReadOnlyMemory<byte> bytes, Stream? stream, string contentType, string disposition) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.ContentDisposition = disposition;
        if (stream is null)
        {
            await ResponseBody.Write(httpContext, bytes.Span, contentType, null);
            return;
        }

        await using (stream)
        {
            httpContext.Response.ContentType = contentType;
            if (stream.CanSeek)
                httpContext.Response.ContentLength = stream.Length - stream.Position;
            await stream.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }
}
