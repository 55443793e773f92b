using Microsoft.Extensions.Configuration;

namespace Zhar;

/// <summary>How the node of a host is made: from a section of the configuration, then changed by the host's program.</summary>
internal sealed class NodeRecipe(IConfiguration section, Action<NodeOptions>? configure)
{
    /// <summary>Completes the options and starts a node with them.</summary>
    /// <exception cref="InvalidOperationException">A setting is not what it has to be.</exception>
    internal Node Start(NodeOptions options)
    {
        if (section["Name"] is { Length: > 0 } name)
            options.Name = name;
        if (section["Workers"] is { Length: > 0 } workers)
        {
            options.Workers = int.TryParse(workers, System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : throw new InvalidOperationException(
                $"The setting Zhar:Workers is '{workers}' and has to be a number: the worker threads of the node, or 0 for one per core.");
        }

        if (section["UseThreadPool"] is { Length: > 0 } pool)
        {
            options.UseThreadPool = bool.TryParse(pool, out var use) ? use : throw new InvalidOperationException(
                $"The setting Zhar:UseThreadPool is '{pool}' and has to be true or false.");
        }

        configure?.Invoke(options);
        return Node.Start(options);
    }
}
