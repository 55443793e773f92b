using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Text as it is.</summary>
internal sealed class TextResult(string text, string contentType, int? status) : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    public int? StatusCode => status;

    public string? ContentType => contentType;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        using var buffer = new HtmlBuffer();
        Encoding.UTF8.GetBytes(text, buffer);
        return ResponseBody.Write(httpContext, buffer.Written, contentType, status);
    }
}
