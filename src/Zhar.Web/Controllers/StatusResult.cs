using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Zhar.Web;

/// <summary>A status, with a short body for those that may have one: a problem for programs, the status in words for people.</summary>
internal sealed class StatusResult(int status, string? detail = null) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (status >= 400 && Formats.WantsJson(httpContext))
            return new Problem(status) { Detail = detail }.ExecuteAsync(httpContext);
        httpContext.Response.StatusCode = status;
        if (status is < 200 or 204 or 205 or 304)
            return Task.CompletedTask;
        return new TextResult(detail ?? ReasonPhrases.GetReasonPhrase(status), "text/plain; charset=utf-8", status).ExecuteAsync(httpContext);
    }
}
