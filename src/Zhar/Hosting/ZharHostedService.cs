using Microsoft.Extensions.Hosting;

namespace Zhar;

/// <summary>Ties a node's applications to the life of a .NET host.</summary>
internal sealed class ZharHostedService(Node node, RootApplications roots, IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var applications = node.Applications;
        applications.OnFatalEnd = OnFatalEnd;
        foreach (var application in roots.All)
            applications.Load(application);
        foreach (var root in roots.Roots)
        {
            var result = await applications.EnsureAllStarted(root, ApplicationType.Permanent).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (result is not Error<IReadOnlyList<string>> error)
                continue;
            roots.HasFailedToStart = true;
            throw ApplicationStartException.From(root, error.Reason);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!await node.StopApplications(cancellationToken).ConfigureAwait(false))
            node.Log.ShutdownTimeout();
        await node.Kill().ConfigureAwait(false);
    }

    private void OnFatalEnd(string application, ExitReason reason)
    {
        roots.Failure = new ApplicationFailure(application, reason);
        if (Environment.ExitCode == 0)
            Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
