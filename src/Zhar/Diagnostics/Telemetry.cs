using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Zhar.Runtime;

namespace Zhar;

/// <summary>Names of the library's meter, instruments and activity source. docs/reference/telemetry.md says what each one measures.</summary>
/// <remarks>
/// A message that is sent while an <see cref="Activity"/> is under way carries its context, and the receiver's handler runs in a span that has it as
/// parent: calls, casts, plain messages, PubSub, and tasks. Without a listener this costs neither a byte nor an allocation.
/// </remarks>
public static class Telemetry
{
    /// <summary>The name of the <see cref="Meter"/>.</summary>
    public const string MeterName = "Zhar";

    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "Zhar";

    /// <summary>Processes that live, by node.</summary>
    public const string ProcessCountName = "zhar.process.count";

    /// <summary>Processes that were started, by node.</summary>
    public const string SpawnsName = "zhar.process.spawns";

    /// <summary>Processes that ended with an abnormal reason.</summary>
    public const string CrashesName = "zhar.process.crashes";

    /// <summary>Children that a supervisor restarted.</summary>
    public const string RestartsName = "zhar.supervisor.restarts";

    /// <summary>The longest mailbox of a sample of the processes, by node.</summary>
    public const string MailboxLengthName = "zhar.mailbox.length";

    /// <summary>How long the oldest message of a sample of the processes has waited at least, by node.</summary>
    public const string MailboxAgeName = "zhar.mailbox.age";

    /// <summary>Timers that wait, by node.</summary>
    public const string TimersName = "zhar.timer.count";

    /// <summary>How long a process that could run waited for its turn, at the last probe, by node.</summary>
    public const string SchedulerLagName = "zhar.scheduler.lag";

    /// <summary>Queues that were taken from workers whose handler did not return.</summary>
    public const string RetakesName = "zhar.scheduler.retakes";

    /// <summary>Workers that are in a handler which lost its queue.</summary>
    public const string DetachedName = "zhar.scheduler.detached";

    /// <summary>Workers that still run code of a dead process.</summary>
    public const string ZombiesName = "zhar.scheduler.zombies";

    /// <summary>Calls that got no reply in time.</summary>
    public const string CallTimeoutsName = "zhar.call.timeouts";

    /// <summary>Calls that were refused because they would have waited for themselves.</summary>
    public const string DeadlocksName = "zhar.call.deadlocks";

    /// <summary>The tag of a span with the message that is handled.</summary>
    public const string MessageTag = "zhar.message";

    /// <summary>The tag of a span with the pid of the process.</summary>
    public const string PidTag = "zhar.pid";

    /// <summary>The tag of a measurement with the name of the node.</summary>
    public const string NodeTag = "zhar.node";

    internal static readonly ActivitySource Source = new(SourceName);
    internal static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Crashes = Meter.CreateCounter<long>(CrashesName, description: "Processes that ended with an abnormal reason.");
    internal static readonly Counter<long> Restarts = Meter.CreateCounter<long>(RestartsName, description: "Children that a supervisor restarted.");
    internal static readonly Counter<long> CallTimeouts = Meter.CreateCounter<long>(CallTimeoutsName, description: "Calls that got no reply in time.");
    internal static readonly Counter<long> Deadlocks = Meter.CreateCounter<long>(DeadlocksName, description: "Calls that would have waited for themselves.");

    /// <summary>Whether anybody listens to the spans.</summary>
    internal static bool HasListeners => Source.HasListeners();

    /// <summary>Whether messages carry a trace context: somebody listens and an activity is under way.</summary>
    internal static bool Tracing => Source.HasListeners() && Activity.Current is not null;

    internal static Signal Wrap(Signal signal) => signal is TracedSignal || Activity.Current is not { } activity ? signal : new TracedSignal(signal, activity.Context);

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    internal static async ValueTask DeliverTraced(Signal inner, ActivityContext context, ProcessBehaviour behaviour)
    {
        using var activity = Source.StartActivity(behaviour.ModuleName, ActivityKind.Consumer, context);
        activity?.SetTag(MessageTag, inner.Describe.ToString());
        activity?.SetTag(PidTag, behaviour.Core.Pid.ToString());
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
