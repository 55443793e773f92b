using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MyApp;

/// <summary>Readiness: whether the database answers.</summary>
public sealed class RepoHealth(Repo repo) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await repo.Query("SELECT 1", cancellationToken: cancellationToken);
            return HealthCheckResult.Healthy("The database answers.");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }
    }
}
