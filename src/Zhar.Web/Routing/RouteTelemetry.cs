using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Measures pipelines and action.</summary>
internal static class RouteTelemetry
{
    internal static async Task Run(HttpContext conn, RouteEntry route)
    {
        var start = Stopwatch.GetTimestamp();
        using var activity = WebTelemetry.Source.StartActivity(WebTelemetry.RouterSpan);
        activity?.SetTag("http.route", route.Path);
        activity?.SetTag("zhar.action", route.Action.ToString());
        try
        {
            await route.Run(conn).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            WebTelemetry.RouterExceptions.Add(1, new KeyValuePair<string, object?>("http.route", route.Path), new("error.type", e.GetType().FullName));
            throw;
        }
        finally
        {
            WebTelemetry.RouterDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("http.route", route.Path));
        }
    }

    /// <summary>A line that says where the request goes, and with what.</summary>
    internal static void Announce(HttpContext conn, EndpointRuntime endpoint, RouteEntry route)
    {
        string parameters;
        try
        {
            parameters = Secrets.Apply(conn.Params, endpoint.Options.FilterParameters).ToString();
        }
        catch (ParamsException e)
        {
            // Malformed: whoever reads them answers with 400; a line in the log does not.
            parameters = $"unreadable: {LogText.OfMessage(e)}";
        }

        endpoint.Log.Processing(route.LogLevel, route.Action.ToString(), string.Join(", ", route.Pipelines.Select(static p => p.Name)), LogText.Of(parameters), conn.TraceIdentifier);
    }
}
