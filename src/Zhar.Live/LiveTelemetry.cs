using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Live;

/// <summary>The measurements and spans of live views, under the names of LiveView's telemetry events: the meter and the activity source are called <c>Zhar.Live</c>.</summary>
public static class LiveTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Zhar.Live";

    /// <summary>Histogram: how long <c>Mount</c> and what goes with it took, in seconds, by view, connected and result.</summary>
    public const string Mount = "phoenix.live_view.mount";

    /// <summary>Histogram: how long <c>HandleParams</c> took, in seconds, by view.</summary>
    public const string HandleParams = "phoenix.live_view.handle_params";

    /// <summary>Histogram: how long the handler of an event took, in seconds, by view and event; an event that the view does not know counts as <c>other</c>.</summary>
    public const string HandleEvent = "phoenix.live_view.handle_event";

    /// <summary>Histogram: how long a render and its diff took, in seconds, by view.</summary>
    public const string Render = "phoenix.live_view.render";

    /// <summary>Histogram: the size of diffs in bytes, by view.</summary>
    public const string DiffSize = "phoenix.live_view.diff.size";

    internal static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> MountTime = Meter.CreateHistogram<double>(Mount, "s", "How long a mount took.");
    private static readonly Histogram<double> ParamsTime = Meter.CreateHistogram<double>(HandleParams, "s", "How long HandleParams took.");
    private static readonly Histogram<double> EventTime = Meter.CreateHistogram<double>(HandleEvent, "s", "How long the handler of an event took.");
    private static readonly Histogram<double> RenderTime = Meter.CreateHistogram<double>(Render, "s", "How long a render and its diff took.");
    private static readonly Histogram<int> Sizes = Meter.CreateHistogram<int>(DiffSize, "By", "The size of diffs.");

    internal static bool MeasuresEvents => EventTime.Enabled || Source.HasListeners();

    internal static bool MeasuresRenders => RenderTime.Enabled || Sizes.Enabled;

    internal static void Mounted(long started, string view, bool connected, string result)
    {
        if (MountTime.Enabled)
            MountTime.Record(Seconds(started), new("view", view), new("connected", connected), new("result", result));
    }

    internal static void HandledParams(long started, string view)
    {
        if (ParamsTime.Enabled)
            ParamsTime.Record(Seconds(started), new KeyValuePair<string, object?>("view", view));
    }

    internal static void HandledEvent(long started, LiveDefinition definition, string name)
    {
        if (EventTime.Enabled)
            EventTime.Record(Seconds(started), new("view", definition.Name), new("event", definition.Events.Contains(name) ? name : "other"));
    }

    internal static void Rendered(long started, string view, int bytes)
    {
        if (RenderTime.Enabled)
            RenderTime.Record(Seconds(started), new KeyValuePair<string, object?>("view", view));
        if (Sizes.Enabled)
            Sizes.Record(bytes, new KeyValuePair<string, object?>("view", view));
    }

    private static double Seconds(long started) => Stopwatch.GetElapsedTime(started).TotalSeconds;
}
