using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Markup, inside the layouts.</summary>
internal sealed class HtmlPageResult(Html html, int? status, bool withLayouts) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext) => HtmlPage.Write(httpContext, html, status, withLayouts);
}
