using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar;

/// <summary>The applications that a host runs, collected while its services are registered.</summary>
internal sealed class RootApplications
{
    private readonly Dictionary<string, ZharApplication> _all = new(StringComparer.Ordinal);
    private readonly List<string> _roots = [];

    /// <summary>Those that were added by name of their class, in that order; their dependencies come with them.</summary>
    internal IReadOnlyList<string> Roots => _roots;

    internal IReadOnlyCollection<ZharApplication> All => _all.Values;

    /// <summary>Why the host was stopped, if an application did it.</summary>
    internal ApplicationFailure? Failure { get; set; }

    /// <summary>Whether one of them did not start.</summary>
    internal bool HasFailedToStart { get; set; }

    /// <summary>Adds an application and what it depends on, and has each register its services once, dependencies first.</summary>
    internal void Add(ZharApplication application, IServiceCollection services, IConfiguration configuration)
    {
        var name = application.Definition.Name;
        if (!_roots.Contains(name))
            _roots.Add(name);
        Configure(application, services, configuration);
    }

    private void Configure(ZharApplication application, IServiceCollection services, IConfiguration configuration)
    {
        if (!_all.TryAdd(application.Definition.Name, application))
            return;
        foreach (var dependency in application.Definition.Dependencies)
        {
            if (!dependency.IsOptional && dependency.Application is { } needed)
                Configure(needed, services, configuration);
        }

        application.CallConfigure(services, configuration);
    }
}
