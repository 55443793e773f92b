using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Zhar.Web;

/// <summary>Shows the routes to ASP.NET Core: its link generator, OpenAPI, and whoever else lists endpoints. Matching stays the router's.</summary>
internal sealed class RouteDataSource : EndpointDataSource, IDisposable
{
    private CancellationTokenSource? _changed = new();
    private IReadOnlyList<Endpoint> _endpoints;

    private RouteDataSource(IReadOnlyList<Endpoint> endpoints) => _endpoints = endpoints;

    public override IReadOnlyList<Endpoint> Endpoints => Volatile.Read(ref _endpoints);

    public override IChangeToken GetChangeToken() => Volatile.Read(ref _changed) is { } changed ? new CancellationChangeToken(changed.Token) : NullChangeToken.Singleton;

    internal static RouteDataSource Register(IServiceProvider services, IReadOnlyList<Router> routers)
    {
        var source = new RouteDataSource([.. routers.SelectMany(static r => r.All).Where(static r => !r.IsForward).Select(static r => r.Endpoint).OfType<Endpoint>()]);

        // The list that the services read is filled by UseEndpoints alone; the middleware that this builds is never run.
        var app = new ApplicationBuilder(WebServices.OwnerOf(services, typeof(EndpointDataSource)));
        app.UseRouting();
        app.UseEndpoints(routes => routes.DataSources.Add(source));
        return source;
    }

    /// <summary>Empties it: the services have no way to take it out, and an endpoint that starts anew brings its routes again.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _endpoints, []);

        // Whoever is told asks for the next token at once: by then it has to be one that never fires.
        Interlocked.Exchange(ref _changed, null)?.Cancel();
    }
}
