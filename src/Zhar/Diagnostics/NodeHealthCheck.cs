using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Zhar;

/// <summary>Whether the node gets its work done: scheduler lag, code of dead processes that does not end, messages that wait too long.</summary>
/// <remarks>Add it with <c>services.AddHealthChecks().AddCheck&lt;NodeHealthCheck&gt;("zhar.node")</c>. Its data holds the figures.</remarks>
public sealed class NodeHealthCheck(Node node, NodeHealthOptions options) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (node.IsStopped)
            return HealthCheckResult.Unhealthy($"The node {node.Name} has stopped.");
        var lag = await node.Probe.Measure(options.UnhealthySchedulerLag, cancellationToken).ConfigureAwait(false);
        var mailbox = MailboxSample.Of(node);
        var zombies = node.Scheduler.Zombies;
        var data = new Dictionary<string, object>
        {
            [Telemetry.SchedulerLagName] = lag.TotalSeconds,
            [Telemetry.DetachedName] = node.Scheduler.Detached,
            [Telemetry.ZombiesName] = zombies,
            [Telemetry.MailboxLengthName] = mailbox.Longest,
            [Telemetry.MailboxAgeName] = mailbox.Age.TotalSeconds,
            [Telemetry.ProcessCountName] = node.ProcessCount,
        };

        if (zombies > options.MaxZombies)
            return HealthCheckResult.Unhealthy($"{zombies} threads run code of processes that are dead, more than {options.MaxZombies}. The code never returns; restart the program.", null, data);
        if (lag >= options.UnhealthySchedulerLag)
            return HealthCheckResult.Unhealthy($"A process that could run waits for its turn for {lag.TotalMilliseconds:0} ms. Too many handlers compute or block.", null, data);
        if (lag >= options.DegradedSchedulerLag)
            return HealthCheckResult.Degraded($"A process that could run waited {lag.TotalMilliseconds:0} ms for its turn.", null, data);
        if (mailbox.Age >= options.DegradedMailboxAge)
            return HealthCheckResult.Degraded($"{mailbox.Oldest} has been in one handler for {mailbox.Age.TotalSeconds:0} s while messages wait.", null, data);
        return HealthCheckResult.Healthy($"The node {node.Name} works.", data);
    }
}
