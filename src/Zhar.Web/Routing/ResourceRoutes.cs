using Microsoft.AspNetCore.Builder;

namespace Zhar.Web;

/// <summary>The routes of a resource; what is added to it is added to each.</summary>
public sealed class ResourceRoutes : IEndpointConventionBuilder
{
    internal ResourceRoutes(IReadOnlyList<RouteEntry> routes) => Routes = routes;

    /// <summary>The routes, without those of resources inside.</summary>
    public IReadOnlyList<RouteEntry> Routes { get; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var route in Routes)
            route.Add(convention);
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (var route in Routes)
            route.Finally(finallyConvention);
    }
}
