using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhar.Reload;

namespace Zhar;

/// <summary>Ties a node's applications to the life of a .NET host.</summary>
internal sealed class ZharHostedService(Node node, RootApplications roots, IHostApplicationLifetime lifetime, IServiceProvider services) : IHostedService
{
    /// <summary>Whether the node outlives this host: it is reloaded, and each version has its own services.</summary>
    private readonly bool _isVersion = services.GetService<ReloadState>() is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var applications = node.Applications;
        applications.OnFatalEnd = OnFatalEnd;
        foreach (var application in roots.All)
            applications.Load(application, _isVersion ? services : null);
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
        if (_isVersion)
        {
            await node.Applications.Clear().WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!await node.StopApplications(cancellationToken).ConfigureAwait(false))
            node.Log.ShutdownTimeout();
        await node.Kill().ConfigureAwait(false);
    }

    private void OnFatalEnd(string application, ExitReason reason)
    {
        roots.Failure = new ApplicationFailure(application, reason);
        if (Environment.ExitCode == 0 && !_isVersion)
            Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
