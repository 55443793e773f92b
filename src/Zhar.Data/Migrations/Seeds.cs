using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Data.Migrations;

/// <summary>Runs the seeds of an assembly.</summary>
public static class Seeds
{
    /// <summary>Makes each <see cref="Seed"/> of the assembly with its services and runs it, one after the other. The first failure ends it.</summary>
    /// <returns>The names of the classes that were run.</returns>
    public static async Task<IReadOnlyList<string>> Run(IServiceProvider services, Assembly assembly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(assembly);
        await using var scope = services.CreateAsyncScope();
        var seeds = assembly.GetTypes()
            .Where(static t => !t.IsAbstract && typeof(Seed).IsAssignableFrom(t))
            .Select(t => (Seed)ActivatorUtilities.CreateInstance(scope.ServiceProvider, t))
            .OrderBy(static s => s.Order).ThenBy(static s => s.GetType().Name, StringComparer.Ordinal)
            .ToList();
        foreach (var seed in seeds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await seed.Run(cancellationToken);
        }

        return [.. seeds.Select(static s => s.GetType().Name)];
    }
}
