using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Turns what went wrong into a response.</summary>
internal static class Errors
{
    internal static async Task Answer(HttpContext conn, EndpointRuntime endpoint, Exception exception)
    {
        var status = StatusOf(exception);
        var request = conn.Request;
        if (status >= 500)
            endpoint.Log.Failed(exception, request.Method, request.Path.Value ?? "", status);
        else
            endpoint.Log.Refused(request.Method, request.Path.Value ?? "", status, exception.Message);
        conn.Response.Clear();
        conn.Response.StatusCode = status;
        conn.Response.ContentType = "text/plain; charset=utf-8";
        await conn.Response.WriteAsync(Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)).ConfigureAwait(false);
    }

    /// <summary>The status for an exception. Source: Plug.Exception.</summary>
    internal static int StatusOf(Exception exception) => exception switch
    {
        IHttpStatus { StatusCode: >= 400 and <= 599 } own => own.StatusCode,
        BadHttpRequestException bad => bad.StatusCode,
        ParamsException => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };
}
