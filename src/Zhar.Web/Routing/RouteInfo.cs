using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Web;

/// <summary>A route in words, for listings. Source: mix phx.routes, Phoenix.Router.route_info/4.</summary>
/// <param name="Verb">The verb, or <c>*</c>.</param>
/// <param name="Path">The path, with parameters as <c>:id</c>.</param>
/// <param name="Action">Where it leads: <c>UserController.Show</c>.</param>
/// <param name="Pipelines">What a request passes, outermost first.</param>
/// <param name="Hosts">The hosts that it is limited to; none for any.</param>
/// <param name="Parameters">The values of the path's parameters, when a path was asked for.</param>
public sealed record RouteInfo(string Verb, string Path, string Action, IReadOnlyList<string> Pipelines, IReadOnlyList<string> Hosts, IReadOnlyDictionary<string, string>? Parameters = null)
{
    /// <summary>All routes of a router, in the order of their declaration.</summary>
    /// <param name="services">For its constructor; default: none.</param>
    public static IReadOnlyList<RouteInfo> Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IServiceProvider? services = null)
        where T : Router => [.. Make<T>(services).Declare().Select(static r => From(r))];

    /// <summary>The route of a router that a request would take, or <c>null</c>.</summary>
    public static RouteInfo? Find<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(string verb, string path, string host = "localhost", IServiceProvider? services = null)
        where T : Router
    {
        ArgumentNullException.ThrowIfNull(verb);
        ArgumentNullException.ThrowIfNull(path);
        var router = Make<T>(services);
        router.Declare();
        router.BuildTrees();
        return Find([router], verb, path, host);
    }

    internal static RouteInfo? Find(IEnumerable<Router> routers, string verb, string path, string host)
    {
        Span<Range> values = stackalloc Range[RouteEntry.MaxParams];
        foreach (var router in routers)
        {
            if (router.Find(verb.ToUpperInvariant(), path, host, values) is not { } route)
                continue;
            var found = PathText.Values(path, values[..route.Pattern.Names.Length]);
            return From(route, route.Pattern.Names.Zip(found).ToDictionary(static p => p.First, static p => p.Second));
        }

        return null;
    }

    /// <summary>Routes as a table, a line each.</summary>
    public static string Format(IReadOnlyCollection<RouteInfo> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var (verbs, paths) = (routes.Select(static r => r.Verb.Length).DefaultIfEmpty().Max(), routes.Select(static r => r.Path.Length).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        foreach (var route in routes)
        {
            text.Append(route.Verb.PadRight(verbs)).Append("  ").Append(route.Path.PadRight(paths)).Append("  ").Append(route.Action);
            if (route.Pipelines.Count > 0)
                text.Append("  [").AppendJoin(", ", route.Pipelines).Append(']');
            if (route.Hosts.Count > 0)
                text.Append("  on ").AppendJoin(", ", route.Hosts);
            text.Append('\n');
        }

        return text.ToString();
    }

    internal static RouteInfo From(RouteEntry route, IReadOnlyDictionary<string, string>? parameters = null) =>
        new(route.Verb, route.Path, route.Action.ToString(), [.. route.Pipelines.Select(static p => p.Name)], route.Hosts, parameters);

    private static T Make<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IServiceProvider? services)
        where T : Router => ActivatorUtilities.CreateInstance<T>(services ?? new ServiceCollection().BuildServiceProvider());
}
