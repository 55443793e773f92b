using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Zhar;

/// <summary>Readiness: healthy once the applications of the host have started, and no longer when one stops.</summary>
/// <remarks>Add it with <c>services.AddHealthChecks().AddCheck&lt;ApplicationHealthCheck&gt;("zhar.ready", tags: ["ready"])</c>.</remarks>
public sealed class ApplicationHealthCheck : IHealthCheck
{
    private readonly Node _node;
    private readonly IReadOnlyCollection<string> _names;

    /// <summary>A check of the named applications.</summary>
    public ApplicationHealthCheck(Node node, params IReadOnlyCollection<string> names)
    {
        _node = node;
        _names = names;
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var missing = _names.Except(_node.Applications.Running).ToList();
        return Task.FromResult(missing.Count == 0
            ? HealthCheckResult.Healthy("All applications run.")
            : HealthCheckResult.Unhealthy($"Not running: {string.Join(", ", missing.Select(n => $"{n} ({_node.Applications.Find(n)?.State.ToString() ?? "not loaded"})"))}."));
    }
}
