using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Zhar.Web;

/// <summary>Shows the routes to ASP.NET Core: its link generator, OpenAPI, and whoever else lists endpoints. Matching stays the router's.</summary>
internal sealed class RouteDataSource(IReadOnlyList<Endpoint> endpoints) : EndpointDataSource
{
    public override IReadOnlyList<Endpoint> Endpoints => endpoints;

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    internal static void Register(IServiceProvider services, IReadOnlyList<Router> routers)
    {
        var endpoints = routers.SelectMany(static r => r.All).Where(static r => !r.IsForward).Select(static r => r.Endpoint).OfType<Endpoint>().ToList();
        if (endpoints.Count == 0)
            return;

        // The list that the services read is filled by UseEndpoints alone; the middleware that this builds is never run.
        var app = new ApplicationBuilder(WebServices.OwnerOf(services, typeof(EndpointDataSource)));
        app.UseRouting();
        app.UseEndpoints(routes => routes.DataSources.Add(new RouteDataSource(endpoints)));
    }
}
