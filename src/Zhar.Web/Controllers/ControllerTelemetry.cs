using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Names of what controllers report, on the meter and the source of <see cref="WebTelemetry"/>. docs/reference/telemetry.md says what each one measures.</summary>
public static class ControllerTelemetry
{
    /// <summary>How long drawing and writing a view take, in seconds, by controller, view and format.</summary>
    public const string RenderDurationName = "phoenix.controller.render.stop.duration";

    /// <summary>The span of drawing and writing a view.</summary>
    public const string RenderSpan = "phoenix.controller.render";

    private static readonly Histogram<double> RenderDuration = WebTelemetry.Meter.CreateHistogram<double>(RenderDurationName, "s", "How long drawing and writing a view take.");

    internal static bool IsWatched => RenderDuration.Enabled || WebTelemetry.Source.HasListeners();

    internal static async Task Watch(HttpContext conn, ViewTable views, ViewResult result, string format)
    {
        using var span = WebTelemetry.Source.StartActivity(RenderSpan);
        span?.SetTag("phoenix.controller", views.Name).SetTag("phoenix.view", result.View).SetTag("phoenix.format", format);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await result.Draw(conn, views, format);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
        finally
        {
            RenderDuration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>("phoenix.controller", views.Name),
                new("phoenix.view", result.View),
                new("phoenix.format", format));
        }
    }
}
