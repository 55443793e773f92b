using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Bytes as they are.</summary>
internal sealed class BytesResult(ReadOnlyMemory<byte> bytes, string contentType) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => ResponseBody.Write(httpContext, bytes.Span, contentType, null);
}
