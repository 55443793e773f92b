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
        var type = JsonTypes.Of(value, contexts, httpContext.RequestServices);

        // Whole in memory first: data that cannot be written leaves the response untouched, and the length is known.
        using var buffer = new HtmlBuffer();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = type.Options.Encoder, Indented = type.Options.WriteIndented, SkipValidation = true }))
        {
            if (type is JsonTypeInfo<T> exact)
                JsonSerializer.Serialize(writer, value, exact);
            else
                JsonSerializer.Serialize(writer, (object?)value, type);
        }

        return ResponseBody.Write(httpContext, buffer.Written, contentType, status);
    }
}
