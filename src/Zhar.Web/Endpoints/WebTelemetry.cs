using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Zhar.Web;

/// <summary>Names of the web layer's meter, instruments, activity source and spans. docs/reference/telemetry.md says what each one measures.</summary>
/// <remarks>The names are those of Phoenix's telemetry events. Without a listener they cost nothing.</remarks>
public static class WebTelemetry
{
    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string MeterName = "Zhar.Web";

    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "Zhar.Web";

    /// <summary>Endpoints that were built, by name: at each start and restart.</summary>
    public const string EndpointInitName = "phoenix.endpoint.init";

    /// <summary>How long requests take from the plug <c>Telemetry</c> to the end of the response, in seconds, by verb, status and route.</summary>
    public const string EndpointDurationName = "phoenix.endpoint.stop.duration";

    /// <summary>How long pipelines and action take, in seconds, by route.</summary>
    public const string RouterDurationName = "phoenix.router_dispatch.stop.duration";

    /// <summary>Exceptions that came out of an action or its pipelines, by route and type.</summary>
    public const string RouterExceptionName = "phoenix.router_dispatch.exception";

    /// <summary>Error pages, by status and type of the exception.</summary>
    public const string ErrorRenderedName = "phoenix.error_rendered";

    /// <summary>The span of a request from the plug <c>Telemetry</c> on.</summary>
    public const string EndpointSpan = "phoenix.endpoint";

    /// <summary>The span of pipelines and action.</summary>
    public const string RouterSpan = "phoenix.router_dispatch";

    internal static readonly ActivitySource Source = new(SourceName);
    internal static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> EndpointInits = Meter.CreateCounter<long>(EndpointInitName, description: "Endpoints that were built.");
    internal static readonly Histogram<double> EndpointDuration = Meter.CreateHistogram<double>(EndpointDurationName, "s", "How long requests take.");
    internal static readonly Histogram<double> RouterDuration = Meter.CreateHistogram<double>(RouterDurationName, "s", "How long pipelines and action take.");
    internal static readonly Counter<long> RouterExceptions = Meter.CreateCounter<long>(RouterExceptionName, description: "Exceptions that came out of an action or its pipelines.");
    internal static readonly Counter<long> ErrorsRendered = Meter.CreateCounter<long>(ErrorRenderedName, description: "Error pages.");
}
