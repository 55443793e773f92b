using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Data as JSON, written through the application's context.</summary>
internal sealed class JsonResult<T>(T value, IReadOnlyList<JsonSerializerContext> contexts, int? status = null, string contentType = "application/json") : IResult, IStatusCodeHttpResult, IValueHttpResult
{
    public int? StatusCode => status;

    public object? Value => value;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var type = JsonTypes.Of(value, contexts, httpContext);

        // Whole in memory first: data that cannot be written leaves the response untouched, and the length is known.
        var body = JsonBody.Rent(type.Options);
        try
        {
            if (type is JsonTypeInfo<T> exact)
                JsonSerializer.Serialize(body.Writer, value, exact);
            else
                JsonSerializer.Serialize(body.Writer, (object?)value, type);
            body.Writer.Flush();
            return ResponseBody.Write(httpContext, body.Written, contentType, status);
        }
        finally
        {
            body.Return();
        }
    }
}
