using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Zhar;

/// <summary>The instruments that look at the running nodes when somebody collects.</summary>
internal static class NodeMeter
{
    private static readonly ConcurrentDictionary<Node, bool> Nodes = new();

    static NodeMeter()
    {
        var meter = Telemetry.Meter;
        meter.CreateObservableUpDownCounter(Telemetry.ProcessCountName, static () => Each(static n => (long)n.ProcessCount), description: "Processes that live.");
        meter.CreateObservableCounter(Telemetry.SpawnsName, static () => Each(static n => n.Processes.Spawned), description: "Processes that were started.");
        meter.CreateObservableUpDownCounter(Telemetry.TimersName, static () => Each(static n => (long)n.TimerCount), description: "Timers that wait.");
        meter.CreateObservableGauge(Telemetry.MailboxLengthName, static () => Each(static n => (long)MailboxSample.Of(n).Longest), description: "Longest mailbox of a sample of the processes.");
        meter.CreateObservableGauge(Telemetry.MailboxAgeName, static () => Each(static n => MailboxSample.Of(n).Age.TotalSeconds), "s", "How long the oldest message of a sample of the processes has waited at least.");
        meter.CreateObservableGauge(Telemetry.SchedulerLagName, static () => Each(static n => n.Probe.Look().TotalSeconds), "s", "How long a process that could run waited for its turn.");
        meter.CreateObservableCounter(Telemetry.RetakesName, static () => Schedulers().Sum(static s => s.Retakes), description: "Queues taken from workers whose handler did not return.");
        meter.CreateObservableUpDownCounter(Telemetry.DetachedName, static () => Schedulers().Sum(static s => s.Detached), description: "Workers in a handler that lost its queue.");
        meter.CreateObservableUpDownCounter(Telemetry.ZombiesName, static () => Schedulers().Sum(static s => s.Zombies), description: "Workers that still run code of a dead process.");
    }

    internal static void Add(Node node) => Nodes[node] = true;

    internal static void Remove(Node node) => Nodes.TryRemove(node, out _);

    private static IEnumerable<Scheduling.Scheduler> Schedulers() => Nodes.Keys.Select(static n => n.Scheduler).Distinct();

    private static IEnumerable<Measurement<T>> Each<T>(Func<Node, T> value)
        where T : struct
    {
        foreach (var node in Nodes.Keys)
            yield return new Measurement<T>(value(node), new KeyValuePair<string, object?>(Telemetry.NodeTag, node.Name));
    }
}
