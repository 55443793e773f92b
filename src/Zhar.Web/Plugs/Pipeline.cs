using System.Runtime.CompilerServices;

namespace Zhar.Web;

/// <summary>A named list of plugs that the routes of a scope pass through. Source: Phoenix.Router.pipeline/2.</summary>
/// <example>
/// <code>
/// static readonly Pipeline Api = new(p => p.Accepts("json"));
/// </code>
/// </example>
/// <param name="plugs">Adds the plugs. Runs when a router with this pipeline is built, so also once for each endpoint in a test.</param>
/// <param name="name">The name in listings. Default: that of the field.</param>
public sealed class Pipeline(Action<PlugBuilder> plugs, [CallerMemberName] string name = "")
{
    /// <summary>The name in listings of routes.</summary>
    public string Name => name;

    internal IReadOnlyList<PlugStep> Build(PlugBuilder parent)
    {
        var builder = parent.Nested();
        plugs(builder);
        return builder.Steps;
    }
}
