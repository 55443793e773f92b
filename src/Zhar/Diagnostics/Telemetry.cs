using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar;

/// <summary>Names of the library's meter and activity source, and the hot path's question whether anybody listens.</summary>
public static class Telemetry
{
    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string MeterName = "Zhar";

    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "Zhar";

    internal static readonly ActivitySource Source = new(SourceName);
    internal static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Crashes = Meter.CreateCounter<long>("zhar.process.crashes", description: "Processes that ended with an abnormal reason.");
    internal static readonly Counter<long> Restarts = Meter.CreateCounter<long>("zhar.supervisor.restarts", description: "Children that a supervisor restarted.");

    /// <summary>Whether messages carry a trace context: somebody listens and an activity is under way.</summary>
    internal static bool Tracing => Source.HasListeners() && Activity.Current is not null;

    internal static Signal Wrap(Signal signal) => signal is TracedSignal || Activity.Current is not { } activity ? signal : new TracedSignal(signal, activity.Context);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal static async ValueTask DeliverTraced(Signal inner, ActivityContext context, ProcessBehaviour behaviour)
    {
        using var activity = Source.StartActivity(behaviour.ModuleName, ActivityKind.Consumer, context);
        activity?.SetTag("zhar.message", inner.Describe.ToString());
        activity?.SetTag("zhar.pid", behaviour.Core.Pid.ToString());
        try
        {
            await inner.Deliver(behaviour);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }
}
