using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>A stream of events, until it ends or the browser is gone.</summary>
internal sealed class EventsResult(IAsyncEnumerable<ServerSentEvent> events) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache,no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // a proxy that collects would hold the events back
        httpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(httpContext.RequestAborted);
        try
        {
            await foreach (var item in events.WithCancellation(httpContext.RequestAborted))
            {
                Encoding.UTF8.GetBytes(Write(item), response.BodyWriter);
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The browser is gone: the usual end of a stream.
        }
    }

    private static string Write(ServerSentEvent item)
    {
        var text = new StringBuilder();
        if (item.Event is not null)
            text.Append("event: ").Append(Line(item.Event, "Event")).Append('\n');
        if (item.Id is not null)
            text.Append("id: ").Append(Line(item.Id, "Id")).Append('\n');
        if (item.Retry is { } retry)
            text.Append("retry: ").Append(((long)retry.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var line in item.Data.Replace("\r\n", "\n", StringComparison.Ordinal).Split(['\n', '\r']))
            text.Append("data: ").Append(line).Append('\n');
        return text.Append('\n').ToString();
    }

    private static string Line(string value, string name) => value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0
        ? value
        : throw new ArgumentException($"The {name} of a ServerSentEvent has a line break in it, which would begin another field. Expected one line.");
}
