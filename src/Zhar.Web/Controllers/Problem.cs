using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Zhar.Web;

/// <summary>What went wrong, for programs: <c>application/problem+json</c>. Source: RFC 9457.</summary>
/// <param name="status">The status of the response, 400 to 599.</param>
public sealed class Problem(int status) : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    /// <summary>The status of the response.</summary>
    public int Status { get; } = status is >= 400 and <= 599 ? status : throw new ArgumentOutOfRangeException(nameof(status), status, "A problem has a status between 400 and 599.");

    /// <summary>A URI for the kind of problem. Default: <c>about:blank</c>, which says no more than the status.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>A short text for the kind of problem. Default: the status in words.</summary>
    public string? Title { get; init; }

    /// <summary>What went wrong this time.</summary>
    public string? Detail { get; init; }

    /// <summary>A URI for this one occurrence.</summary>
    public string? Instance { get; init; }

    /// <summary>What is wrong, by field or parameter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    string? IContentTypeHttpResult.ContentType => "application/problem+json";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "application/problem+json";
        using (var json = new Utf8JsonWriter(httpContext.Response.BodyWriter))
            Write(json);
        return httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteString("title", Title ?? ReasonPhrases.GetReasonPhrase(Status));
        json.WriteNumber("status", Status);
        if (Detail is not null)
            json.WriteString("detail", Detail);
        if (Instance is not null)
            json.WriteString("instance", Instance);
        if (Errors is not null)
        {
            json.WriteStartObject("errors");
            foreach (var (key, messages) in Errors)
            {
                json.WriteStartArray(key);
                foreach (var message in messages)
                    json.WriteStringValue(message);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
