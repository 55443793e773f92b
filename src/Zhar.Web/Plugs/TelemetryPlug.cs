using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zhar.Web;

/// <summary>Measures each request, and writes a line about it to the log.</summary>
internal sealed class TelemetryPlug(EndpointLog log, RequestDelegate next, LogLevel level, Func<HttpContext, LogLevel>? levelOf)
{
    internal Task Invoke(HttpContext conn)
    {
        if (levelOf is null && !log.Logger.IsEnabled(level) && !WebTelemetry.EndpointDuration.Enabled && !WebTelemetry.Source.HasListeners())
            return next(conn);
        return Measure(conn);
    }

    private async Task Measure(HttpContext conn)
    {
        var start = Stopwatch.GetTimestamp();
        var (method, path) = (conn.Request.Method, conn.Request.Path.Value ?? "");
        using var activity = WebTelemetry.Source.StartActivity(WebTelemetry.EndpointSpan);
        var state = ConnState.Of(conn);
        try
        {
            await next(conn).ConfigureAwait(false);
        }
        catch (Exception e) when (state.Endpoint is not null)
        {
            // Answered here, so that the line below has the status that goes out.
            await Errors.Answer(conn, state.Endpoint, e).ConfigureAwait(false);
        }
        finally
        {
            var time = Stopwatch.GetElapsedTime(start);
            var (status, route) = (conn.Response.StatusCode, state.Route?.Path);
            var shown = activity is null ? null : LoggedPath.Of(conn, path);
            activity?.SetTag("http.request.method", method);
            activity?.SetTag("url.path", shown);
            activity?.SetTag("http.response.status_code", status);
            activity?.SetTag("http.route", route);
            activity?.SetTag("zhar.request_id", conn.TraceIdentifier);
            if (status >= 500)
                activity?.SetStatus(ActivityStatusCode.Error);
            if (WebTelemetry.EndpointDuration.Enabled)
            {
                WebTelemetry.EndpointDuration.Record(
                    time.TotalSeconds, new KeyValuePair<string, object?>("http.request.method", method), new("http.response.status_code", status), new("http.route", route));
            }

            var at = levelOf?.Invoke(conn) ?? level;
            if (at != LogLevel.None)
                log.Request(at, method, shown ?? LoggedPath.Of(conn, path), status, time.TotalMilliseconds, conn.TraceIdentifier);
        }
    }
}
