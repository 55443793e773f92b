using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Zhar.Web;

/// <summary>Says which action answers which request. Derive, and declare the routes; of all that fit a request the first one wins.</summary>
/// <example>
/// <code>
/// public sealed class Router : Zhar.Web.Router
/// {
///     static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().ProtectFromForgery());
///
///     protected override void Routes()
///     {
///         Scope("/", Browser, s =>
///         {
///             s.Get("/", PageController.Actions.Home);
///             s.Resources&lt;UserController&gt;("/users", only: [Index, Show]);
///         });
///     }
/// }
/// </code>
/// </example>
/// <remarks>Each route is an ASP.NET Core endpoint, so authorization, rate limits and OpenAPI read its metadata. Source: Phoenix.Router.</remarks>
public abstract class Router
{
    /// <summary>For <c>only</c> and <c>except</c> of resources.</summary>
    protected const ResourceAction Index = ResourceAction.Index;

    /// <inheritdoc cref="Index"/>
    protected const ResourceAction New = ResourceAction.New;

    /// <inheritdoc cref="Index"/>
    protected const ResourceAction Create = ResourceAction.Create;

    /// <inheritdoc cref="Index"/>
    protected const ResourceAction Show = ResourceAction.Show;

    /// <inheritdoc cref="Index"/>
    protected const ResourceAction Edit = ResourceAction.Edit;

    /// <inheritdoc cref="Index"/>
    protected const ResourceAction Update = ResourceAction.Update;

    /// <inheritdoc cref="Index"/>
    protected const ResourceAction Delete = ResourceAction.Delete;

    /// <summary>What a response says to caches unless it says something else: it is for one client. Source: Plug.Conn.</summary>
    private static readonly StringValues NotShared = "max-age=0, private, must-revalidate";

    private readonly List<RouteEntry> _routes = [];
    private readonly Dictionary<string, RouteTree> _trees = new(StringComparer.Ordinal);
    private readonly RouteScope _root;
    private RouteTree _anyVerb = new();
    private bool _isBuilt;
    private bool _hasHosts;

    /// <summary>Routes are declared in <see cref="Routes"/>.</summary>
    protected Router() => _root = new RouteScope(this, null, "/", [], null);

    /// <summary>Declares the routes. Called once, when the endpoint starts.</summary>
    protected abstract void Routes();

    /// <summary>Routes that share a path prefix.</summary>
    protected RouteScope Scope(string path, Action<RouteScope> routes, IReadOnlyList<string>? hosts = null) => _root.Scope(path, routes, hosts);

    /// <summary>Routes that share a path prefix and pass through a pipeline.</summary>
    protected RouteScope Scope(string path, Pipeline pipeline, Action<RouteScope> routes, IReadOnlyList<string>? hosts = null) => _root.Scope(path, pipeline, routes, hosts);

    /// <summary>Routes that share a path prefix and pass through several pipelines.</summary>
    protected RouteScope Scope(string path, IReadOnlyList<Pipeline> pipelines, Action<RouteScope> routes, IReadOnlyList<string>? hosts = null) => _root.Scope(path, pipelines, routes, hosts);

    /// <summary>The routes in the order of their declaration.</summary>
    internal IReadOnlyList<RouteEntry> All => _routes;

    internal RouteEntry Add(RouteScope scope, string verb, string path, ActionRef action, bool isForward, Action<PlugBuilder>? forwardPlugs = null)
    {
        if (_isBuilt)
            throw new InvalidOperationException($"The route {verb} {path} comes too late: the router is built. Declare all routes in Routes().");
        var pattern = PathPattern.Parse(path);
        if (pattern.Names.Length > RouteEntry.MaxParams)
            throw new ArgumentException($"The path \"{path}\" has {pattern.Names.Length} parameters; the most is {RouteEntry.MaxParams}.", nameof(path));
        var route = new RouteEntry(verb, pattern, action, scope, _routes.Count) { IsForward = isForward, ForwardPlugs = forwardPlugs };
        _routes.Add(route);
        return route;
    }

    /// <summary>Collects the routes without building anything, for listings.</summary>
    internal IReadOnlyList<RouteEntry> Declare()
    {
        if (_isBuilt)
            return _routes;
        Routes();
        _isBuilt = true;
        return _routes;
    }

    internal void Build(PlugBuilder plugs)
    {
        Declare();
        var pipelines = new Dictionary<Pipeline, IReadOnlyList<PlugStep>>();
        foreach (var route in _routes)
        {
            // A pipeline is built once for a router, however many routes pass through it; only the last link of the chain is the route's own.
            var steps = new List<PlugStep>();
            foreach (var pipeline in route.Pipelines)
            {
                if (!pipelines.TryGetValue(pipeline, out var built))
                    pipelines[pipeline] = built = pipeline.Build(plugs);
                steps.AddRange(built);
            }

            route.Steps = steps;
            var endpoint = route.BuildEndpoint(plugs.Services);
            var target = route.IsForward ? new ForwardTarget(route, plugs).Invoke : Target(route.Action, plugs);
            route.Preflight = RouteMiddleware.Preflight(endpoint, route, plugs.Services);
            route.Run = RouteMiddleware.Around(PlugStep.Compose(steps, RouteMiddleware.Behind(target, endpoint, route, plugs.Services)), endpoint, route, plugs.Services);
        }

        BuildTrees();
    }

    /// <summary>The router as the last link of an endpoint.</summary>
    internal RequestDelegate Handle(RequestDelegate next) => Dispatch;

    internal RouteEntry? Find(string verb, string path, string host, Span<Range> values) =>
        _trees.TryGetValue(verb, out var tree) ? tree.Find(path, host, values) : _anyVerb.Find(path, host, values);

    internal void BuildTrees()
    {
        var verbs = _routes.Select(static r => r.Verb).Where(static v => v != "*").Distinct().ToHashSet(StringComparer.Ordinal);
        if (verbs.Contains("GET"))
            verbs.Add("HEAD");
        foreach (var verb in verbs)
            _trees[verb] = Tree(verb);
        _anyVerb = Tree("*");
        _hasHosts = _routes.Any(static r => r.Hosts.Count > 0);
    }

    /// <summary>The action, behind the plugs of its controller.</summary>
    private static RequestDelegate Target(ActionRef action, PlugBuilder plugs)
    {
        var own = action.Metadata.OfType<ActionPlugs>().SelectMany(p => p.Build(plugs)).ToList();
        return own.Count == 0 ? action.Invoke : PlugStep.Compose(own, action.Invoke);
    }

    private RouteTree Tree(string verb)
    {
        var tree = new RouteTree();
        foreach (var route in _routes)
        {
            if (route.Verb == verb || route.Verb == "*" || (verb == "HEAD" && route.Verb == "GET"))
                tree.Add(route);
        }

        return tree;
    }

    private Task Dispatch(HttpContext conn)
    {
        var request = conn.Request;
        var path = request.Path.Value ?? "";
        Span<Range> values = stackalloc Range[RouteEntry.MaxParams];
        var host = _hasHosts || RequestHost.IsEncoded(request) ? RequestHost.Of(request) : "";
        if (Find(request.Method, path, host, values) is not { } route)
            return Preflight(conn, path, host, values) ?? throw new NoRouteException(request.Method, path, this);
        var state = ConnState.Of(conn);
        state.Route = route;
        state.PathParams = null;
        state.Params = null;
        state.PathValues = null;
        var names = route.Pattern.Names;
        if (names.Length > 0 && !route.IsForward)
        {
            var found = state.PathValues = PathText.Values(conn, path, values[..names.Length]);
            var routeValues = request.RouteValues;
            for (var i = 0; i < names.Length; i++)
                routeValues[names[i]] = found[i];
        }

        conn.SetEndpoint(route.Endpoint);
        if (conn.Response.Headers.CacheControl.Count == 0)
            conn.Response.Headers.CacheControl = NotShared;
        if (state.Endpoint is { } endpoint && route.LogLevel != LogLevel.None && endpoint.Log.Logger.IsEnabled(route.LogLevel))
            RouteTelemetry.Announce(conn, endpoint, route);
        if (state.BypassesAction)
            return PlugStep.Compose(route.Steps, static _ => Task.CompletedTask)(conn);
        return WebTelemetry.RouterDuration.Enabled || WebTelemetry.RouterExceptions.Enabled || WebTelemetry.Source.HasListeners() ? RouteTelemetry.Run(conn, route) : route.Run(conn);
    }

    /// <summary>Lets the route that a page of another site asks for answer; <c>null</c> when nobody asks, or the route does not say who may.</summary>
    private Task? Preflight(HttpContext conn, string path, string host, Span<Range> values)
    {
        var request = conn.Request;
        if (!HttpMethods.IsOptions(request.Method) || request.Headers.AccessControlRequestMethod is not [{ Length: > 0 } verb] || request.Headers.Origin.Count == 0)
            return null;
        if (Find(verb, path, host, values) is not { Preflight: { } answer } route)
            return null;
        conn.SetEndpoint(route.Endpoint);
        return answer(conn);
    }
}
