using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Zhar;

/// <summary>Whether the supervision trees stand: degraded while a child fails to restart, unhealthy when a tree has given up or does not answer.</summary>
/// <remarks>Add it with <c>services.AddHealthChecks().AddCheck&lt;SupervisionHealthCheck&gt;("zhar.supervision")</c>. It walks the supervisors, not their workers.</remarks>
public sealed class SupervisionHealthCheck : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Node _node;
    private readonly RootApplications? _roots;

    /// <summary>A check of all running applications of the node.</summary>
    public SupervisionHealthCheck(Node node) => _node = node;

    internal SupervisionHealthCheck(Node node, RootApplications roots)
        : this(node) => _roots = roots;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_roots?.Failure is { } failure)
            return HealthCheckResult.Unhealthy($"Application {failure.Application} has given up: {failure.Reason}.");
        var data = new Dictionary<string, object>();
        var restarting = new List<string>();
        foreach (var application in _node.Applications.Loaded)
        {
            if (application.State != ApplicationState.Running || application.Top.IsNone)
                continue;
            try
            {
                await Walk(application.Name, application.Top, restarting).WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
                data[application.Name] = "healthy";
            }
            catch (Exception e) when (e is CallExitException or ProcessExitException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy($"The supervision tree of {application.Name} does not answer.", e, data);
            }
        }

        return restarting.Count == 0
            ? HealthCheckResult.Healthy("All children run.", data)
            : HealthCheckResult.Degraded($"Restarting: {string.Join(", ", restarting)}.", null, data);
    }

    private async Task Walk(string path, Pid supervisor, List<string> restarting)
    {
        IReadOnlyList<ChildInfo> children;
        try
        {
            children = await Supervisor.WhichChildren(new ServerRef(supervisor).From(_node)).ConfigureAwait(false);
        }
        catch (CallExitException e) when (e.Reason.Tag == "not_a_supervisor")
        {
            // A TaskSupervisor: it ends with its tasks as a supervisor does, and restarts none of them.
            return;
        }

        foreach (var child in children)
        {
            var name = $"{path}/{child.Id ?? child.Module}";
            if (child.State == ChildState.Restarting)
                restarting.Add(name);
            else if (child is { Type: ChildType.Supervisor, Pid.IsNone: false })
                await Walk(name, child.Pid, restarting).ConfigureAwait(false);
        }
    }
}
