using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The answer to a request whose params do not fit its action: 400, with a line for each that is wrong.</summary>
internal static class BindingRefusal
{
    internal static Task Answer(HttpContext conn, IReadOnlyList<BindingError> errors)
    {
        ConnState.Of(conn).Endpoint?.Log.Refused(conn.Request.Method, LoggedPath.Of(conn), StatusCodes.Status400BadRequest, LogText.Of(string.Join(" ", errors)), conn.TraceIdentifier);
        if (Formats.WantsJson(conn))
        {
            var problem = new Problem(StatusCodes.Status400BadRequest)
            {
                Detail = string.Join(" ", errors),
                Errors = errors.ToDictionary(static e => e.Key, static e => (IReadOnlyList<string>)[e.Message], StringComparer.Ordinal),
            };
            return problem.ExecuteAsync(conn);
        }

        var text = new StringBuilder("Bad Request\n");
        foreach (var error in errors)
            text.Append('\n').Append(error);
        return new TextResult(text.Append('\n').ToString(), "text/plain; charset=utf-8", StatusCodes.Status400BadRequest).ExecuteAsync(conn);
    }
}
