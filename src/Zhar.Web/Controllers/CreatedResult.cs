using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>What was made, and where it is.</summary>
internal sealed class CreatedResult(string location, IResult body) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = UrlText.Escape(location);
        return body.ExecuteAsync(httpContext);
    }
}
