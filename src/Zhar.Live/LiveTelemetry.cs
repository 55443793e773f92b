using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Live;

/// <summary>The measurements and spans of live views, under the names of LiveView's telemetry events: the meter and the activity source are called <c>Zhar.Live</c>.</summary>
public static class LiveTelemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Zhar.Live";

    /// <summary>The activity source's name.</summary>
    public const string SourceName = "Zhar.Live";

    /// <summary>Span: <c>Mount</c> and what goes with it, with the tag <c>view</c>.</summary>
    public const string Mount = "phoenix.live_view.mount";

    /// <summary>Histogram: how long that took, in seconds, by view, connected and result.</summary>
    public const string MountDuration = Mount + ".stop.duration";

    /// <summary>Counter: mounts that have failed, by view and error.type.</summary>
    public const string MountException = Mount + ".exception";

    /// <summary>Span: <c>HandleParams</c>, with the tag <c>view</c>.</summary>
    public const string HandleParams = "phoenix.live_view.handle_params";

    /// <summary>Histogram: how long that took, in seconds, by view.</summary>
    public const string HandleParamsDuration = HandleParams + ".stop.duration";

    /// <summary>Counter: those that have failed, by view and error.type.</summary>
    public const string HandleParamsException = HandleParams + ".exception";

    /// <summary>Span: the handler of an event and the answer to it, with the tags <c>view</c> and <c>event</c>.</summary>
    public const string HandleEvent = "phoenix.live_view.handle_event";

    /// <summary>Histogram: how long the handler took, in seconds, by view and event; an event that the view does not know counts as <c>other</c>.</summary>
    public const string HandleEventDuration = HandleEvent + ".stop.duration";

    /// <summary>Counter: handlers that have failed, by view and error.type.</summary>
    public const string HandleEventException = HandleEvent + ".exception";

    /// <summary>Span: a render of a connected page and its diff, with the tag <c>view</c>.</summary>
    public const string Render = "phoenix.live_view.render";

    /// <summary>Histogram: how long that took, in seconds, by view.</summary>
    public const string RenderDuration = Render + ".stop.duration";

    /// <summary>Counter: renders that have failed, by view and error.type.</summary>
    public const string RenderException = Render + ".exception";

    /// <summary>Span: the handler of an event in a stateful component, with the tags <c>view</c>, <c>component</c> and <c>event</c>.</summary>
    public const string ComponentHandleEvent = "phoenix.live_component.handle_event";

    /// <summary>Histogram: how long that took, in seconds, by view, component and event; an event that the component does not know counts as <c>other</c>.</summary>
    public const string ComponentHandleEventDuration = ComponentHandleEvent + ".stop.duration";

    /// <summary>Counter: handlers that have failed, by view, component and error.type.</summary>
    public const string ComponentHandleEventException = ComponentHandleEvent + ".exception";

    /// <summary>Span: the components of one class take their props, <c>Mount</c> of new ones included, with the tags <c>view</c>, <c>component</c> and <c>count</c>.</summary>
    public const string ComponentUpdate = "phoenix.live_component.update";

    /// <summary>Histogram: how long that took, in seconds, by view and component.</summary>
    public const string ComponentUpdateDuration = ComponentUpdate + ".stop.duration";

    /// <summary>Counter: updates that have failed, by view, component and error.type.</summary>
    public const string ComponentUpdateException = ComponentUpdate + ".exception";

    /// <summary>Counter: components whose markup has left their page, by view and component.</summary>
    public const string ComponentDestroyed = "phoenix.live_component.destroyed";

    /// <summary>Histogram: the size of diffs in bytes, by view.</summary>
    public const string DiffSize = "phoenix.live_view.diff.size";

    internal static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> MountTime = Meter.CreateHistogram<double>(MountDuration, "s", "How long a mount took.");
    private static readonly Histogram<double> ParamsTime = Meter.CreateHistogram<double>(HandleParamsDuration, "s", "How long HandleParams took.");
    private static readonly Histogram<double> EventTime = Meter.CreateHistogram<double>(HandleEventDuration, "s", "How long the handler of an event took.");
    private static readonly Histogram<double> RenderTime = Meter.CreateHistogram<double>(RenderDuration, "s", "How long a render and its diff took.");
    private static readonly Histogram<int> Sizes = Meter.CreateHistogram<int>(DiffSize, "By", "The size of diffs.");
    private static readonly Counter<long> MountFailures = Meter.CreateCounter<long>(MountException, null, "Mounts that have failed.");
    private static readonly Counter<long> ParamsFailures = Meter.CreateCounter<long>(HandleParamsException, null, "HandleParams that have failed.");
    private static readonly Counter<long> EventFailures = Meter.CreateCounter<long>(HandleEventException, null, "Handlers of events that have failed.");
    private static readonly Counter<long> RenderFailures = Meter.CreateCounter<long>(RenderException, null, "Renders that have failed.");

    private static readonly Histogram<double> ComponentEventTime = Meter.CreateHistogram<double>(ComponentHandleEventDuration, "s", "How long the handler of an event in a component took.");
    private static readonly Histogram<double> ComponentUpdateTime = Meter.CreateHistogram<double>(ComponentUpdateDuration, "s", "How long the components of one class took to take their props.");
    private static readonly Counter<long> ComponentEventFailures = Meter.CreateCounter<long>(ComponentHandleEventException, null, "Handlers of events in components that have failed.");
    private static readonly Counter<long> ComponentUpdateFailures = Meter.CreateCounter<long>(ComponentUpdateException, null, "Updates of components that have failed.");
    private static readonly Counter<long> Destroyed = Meter.CreateCounter<long>(ComponentDestroyed, null, "Components that have left their page.");

    internal static bool MeasuresRenders => RenderTime.Enabled || Sizes.Enabled;

    /// <summary>Begins the span of a part; <c>null</c> when nobody listens.</summary>
    internal static Activity? Begin(string part, string view) => Source.HasListeners() ? Source.StartActivity(part)?.SetTag("view", view) : null;

    /// <summary>Counts a failure of a part. Always false: for the filter of a catch clause.</summary>
    internal static bool Failed(string part, Activity? activity, string view, Exception exception)
    {
        if (exception is ProcessExitException)
            return false;
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        var failures = part switch
        {
            Mount => MountFailures,
            HandleParams => ParamsFailures,
            HandleEvent => EventFailures,
            _ => RenderFailures,
        };
        failures.Add(1, new("view", view), new("error.type", exception.GetType().FullName));
        return false;
    }

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

    /// <summary>As <see cref="Begin"/>, for a component.</summary>
    internal static Activity? BeginIn(string part, ComponentEntry entry) => Begin(part, entry.Table.Socket.Definition.Name)?.SetTag("component", entry.Definition.Name);

    /// <summary>As <see cref="Failed"/>, for a component.</summary>
    internal static bool FailedIn(string part, Activity? activity, ComponentEntry entry, Exception exception)
    {
        if (exception is ProcessExitException)
            return false;
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        var failures = part == ComponentUpdate ? ComponentUpdateFailures : ComponentEventFailures;
        failures.Add(1, new("view", entry.Table.Socket.Definition.Name), new("component", entry.Definition.Name), new("error.type", exception.GetType().FullName));
        return false;
    }

    internal static void HandledEventIn(long started, ComponentEntry entry, string name)
    {
        if (ComponentEventTime.Enabled)
        {
            ComponentEventTime.Record(
                Seconds(started), new("view", entry.Table.Socket.Definition.Name), new("component", entry.Definition.Name), new("event", entry.Definition.Events.Contains(name) ? name : "other"));
        }
    }

    internal static void Updated(long started, ComponentEntry entry)
    {
        if (ComponentUpdateTime.Enabled)
            ComponentUpdateTime.Record(Seconds(started), new("view", entry.Table.Socket.Definition.Name), new("component", entry.Definition.Name));
    }

    internal static void Left(ComponentEntry entry)
    {
        if (Destroyed.Enabled)
            Destroyed.Add(1, new("view", entry.Table.Socket.Definition.Name), new("component", entry.Definition.Name));
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
