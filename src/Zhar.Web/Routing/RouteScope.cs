using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zhar.Web;

/// <summary>Routes that share a path prefix, pipelines, hosts and metadata. Source: Phoenix.Router.scope/2.</summary>
public sealed class RouteScope : IEndpointConventionBuilder
{
    private readonly Router _router;
    private readonly RouteScope? _parent;
    private readonly string _prefix;
    private readonly string[] _hosts;
    private readonly List<Pipeline> _pipelines;
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private LogLevel? _logLevel;

    internal RouteScope(Router router, RouteScope? parent, string prefix, IEnumerable<Pipeline> pipelines, IReadOnlyList<string>? hosts)
    {
        _router = router;
        _parent = parent;
        _prefix = prefix;
        _pipelines = [.. pipelines];
        _hosts = hosts is null ? [] : [.. hosts];
    }

    /// <summary>The whole prefix: <c>/api/v1</c>, or <c>/</c>. Source: Phoenix.Router.scoped_path/2.</summary>
    public string Path => PathPattern.Parse(Prefix + "/").Text;

    internal string[] AllHosts => _hosts.Length > 0 ? _hosts : _parent?.AllHosts ?? [];

    internal IReadOnlyList<Pipeline> AllPipelines => [.. _parent?.AllPipelines ?? [], .. _pipelines];

    internal LogLevel LogLevel => _logLevel ?? _parent?.LogLevel ?? LogLevel.Debug;

    private string Prefix => (_parent?.Prefix ?? "") + _prefix.TrimEnd('/');

    // ---- scopes ------------------------------------------------------------------------------------------------------

    /// <summary>Adds pipelines for the routes that follow in this scope. Source: Phoenix.Router.pipe_through/1.</summary>
    public RouteScope PipeThrough(params ReadOnlySpan<Pipeline> pipelines)
    {
        _pipelines.AddRange(pipelines);
        return this;
    }

    /// <summary>Sets an assign for the routes that follow in this scope. Source: Phoenix.Router.scope/2, <c>assigns</c>.</summary>
    public RouteScope Assign(string key, object? value) => PipeThrough(new Pipeline(p => p.Plug(conn => conn.Assign(key, value)), $"assign {key}"));

    /// <summary>Leaves a value for libraries with the routes that follow in this scope. Source: Phoenix.Router.scope/2, <c>private</c>.</summary>
    public RouteScope PutPrivate(object key, object? value) => PipeThrough(new Pipeline(p => p.Plug(conn => conn.PutPrivate(key, value)), $"private {key}"));

    /// <summary>Sets the level of the line about each request for the routes that follow in this scope, see <see cref="RouteEntry.Log"/>. Source: Phoenix.Router.scope/2, <c>log</c>.</summary>
    public RouteScope Log(LogLevel level)
    {
        _logLevel = level;
        return this;
    }

    /// <summary>A scope inside this one.</summary>
    public RouteScope Scope(string path, Action<RouteScope> routes, IReadOnlyList<string>? hosts = null) => Scope(path, [], routes, hosts);

    /// <summary>A scope inside this one, with a pipeline more.</summary>
    public RouteScope Scope(string path, Pipeline pipeline, Action<RouteScope> routes, IReadOnlyList<string>? hosts = null) => Scope(path, [pipeline], routes, hosts);

    /// <summary>A scope inside this one, with more pipelines.</summary>
    /// <param name="path">The prefix of its routes.</param>
    /// <param name="pipelines">What its routes pass through after the pipelines of this scope.</param>
    /// <param name="routes">Declares its routes.</param>
    /// <param name="hosts">Limits them to hosts: a whole name, or a beginning that ends in a dot, such as <c>api.</c>.</param>
    public RouteScope Scope(string path, IReadOnlyList<Pipeline> pipelines, Action<RouteScope> routes, IReadOnlyList<string>? hosts = null)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        ArgumentNullException.ThrowIfNull(routes);
        PathPattern.Parse(path);
        var scope = new RouteScope(_router, this, path, pipelines, hosts);
        routes(scope);
        return scope;
    }

    // ---- verbs -------------------------------------------------------------------------------------------------------

    /// <summary>A route for GET, and for HEAD where no route names it.</summary>
    public RouteEntry Get(string path, ActionRef action) => Match("GET", path, action);

    /// <inheritdoc cref="Get(string, ActionRef)"/>
    public RouteEntry Get(string path, RequestDelegate action) => Match("GET", path, action);

    /// <summary>A route for POST.</summary>
    public RouteEntry Post(string path, ActionRef action) => Match("POST", path, action);

    /// <inheritdoc cref="Post(string, ActionRef)"/>
    public RouteEntry Post(string path, RequestDelegate action) => Match("POST", path, action);

    /// <summary>A route for PUT.</summary>
    public RouteEntry Put(string path, ActionRef action) => Match("PUT", path, action);

    /// <inheritdoc cref="Put(string, ActionRef)"/>
    public RouteEntry Put(string path, RequestDelegate action) => Match("PUT", path, action);

    /// <summary>A route for PATCH.</summary>
    public RouteEntry Patch(string path, ActionRef action) => Match("PATCH", path, action);

    /// <inheritdoc cref="Patch(string, ActionRef)"/>
    public RouteEntry Patch(string path, RequestDelegate action) => Match("PATCH", path, action);

    /// <summary>A route for DELETE.</summary>
    public RouteEntry Delete(string path, ActionRef action) => Match("DELETE", path, action);

    /// <inheritdoc cref="Delete(string, ActionRef)"/>
    public RouteEntry Delete(string path, RequestDelegate action) => Match("DELETE", path, action);

    /// <summary>A route for HEAD.</summary>
    public RouteEntry Head(string path, ActionRef action) => Match("HEAD", path, action);

    /// <inheritdoc cref="Head(string, ActionRef)"/>
    public RouteEntry Head(string path, RequestDelegate action) => Match("HEAD", path, action);

    /// <summary>A route for OPTIONS.</summary>
    public RouteEntry Options(string path, ActionRef action) => Match("OPTIONS", path, action);

    /// <inheritdoc cref="Options(string, ActionRef)"/>
    public RouteEntry Options(string path, RequestDelegate action) => Match("OPTIONS", path, action);

    /// <summary>A route for CONNECT.</summary>
    public RouteEntry Connect(string path, ActionRef action) => Match("CONNECT", path, action);

    /// <summary>A route for TRACE.</summary>
    public RouteEntry Trace(string path, ActionRef action) => Match("TRACE", path, action);

    /// <summary>A route for another verb, or with <c>*</c> for all of them.</summary>
    public RouteEntry Match(string verb, string path, RequestDelegate action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Match(verb, path, new ActionRef(NameOf(action), action));
    }

    /// <summary>A route for another verb, or with <c>*</c> for all of them. Also the door for libraries that add routes of their own kind.</summary>
    /// <exception cref="ArgumentException">The path is not one, such as without a slash in front, or the verb is no token.</exception>
    public RouteEntry Match(string verb, string path, ActionRef action)
    {
        ArgumentException.ThrowIfNullOrEmpty(verb);
        ArgumentNullException.ThrowIfNull(action);
        PathPattern.Parse(path);
        return _router.Add(this, verb.ToUpperInvariant(), Prefix + path, action, isForward: false);
    }

    // ---- forward -----------------------------------------------------------------------------------------------------

    /// <summary>Sends all requests under a path to <paramref name="target"/>, with that part of the path moved into <c>PathBase</c>. Source: Phoenix.Router.forward/4.</summary>
    public RouteEntry Forward(string path, RequestDelegate target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _router.Add(this, "*", ForwardPath(path), new ActionRef(NameOf(target), target), isForward: true);
    }

    /// <summary>Sends all requests under a path through plugs of their own, most often to another router: <c>s.Forward("/admin", p => p.Router&lt;AdminRouter&gt;())</c>.</summary>
    public RouteEntry Forward(string path, Action<PlugBuilder> plugs)
    {
        ArgumentNullException.ThrowIfNull(plugs);
        return _router.Add(this, "*", ForwardPath(path), new ActionRef("forward", static _ => Task.CompletedTask), isForward: true, plugs);
    }

    /// <inheritdoc cref="Forward(string, RequestDelegate)"/>
    public RouteEntry Forward(string path, IPlug target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Forward(path, (RequestDelegate)(conn => target.Call(conn).AsTask()));
    }

    // ---- resources ---------------------------------------------------------------------------------------------------

    /// <summary>The routes of a resource: index, new, create, show, edit, update (PATCH and PUT), delete, for those actions that the controller has.</summary>
    /// <param name="path">The path of the collection: <c>/users</c>.</param>
    /// <param name="only">Only these actions. An action named here that the controller does not have is an error.</param>
    /// <param name="except">Not these actions.</param>
    /// <param name="param">The name of the parameter with the key. Default <c>id</c>.</param>
    /// <param name="name">What parameters of resources inside are named by, <c>user</c> in <c>:user_id</c>. Default: the controller's name in snake case.</param>
    /// <param name="singleton">There is only one: no index, and no key in the paths.</param>
    /// <param name="nested">Declares resources inside, under <c>/users/:user_id</c>.</param>
    /// <exception cref="ArgumentException">An action is missing, or both <paramref name="only"/> and <paramref name="except"/> are given.</exception>
    public ResourceRoutes Resources<TController>(
        string path,
        IReadOnlyList<ResourceAction>? only = null,
        IReadOnlyList<ResourceAction>? except = null,
        string param = "id",
        string? name = null,
        bool singleton = false,
        Action<RouteScope>? nested = null)
        where TController : IControllerActions
    {
        if (only is not null && except is not null)
            throw new ArgumentException("Resources takes 'only' or 'except', not both.", nameof(except));
        var member = singleton ? path : $"{path.TrimEnd('/')}/:{param}";
        var routes = new List<RouteEntry>();
        foreach (var (action, verb, route) in Table(path.TrimEnd('/'), member.TrimEnd('/')))
        {
            if ((singleton && action == ResourceAction.Index) || only?.Contains(action) == false || except?.Contains(action) == true)
                continue;
            if (TController.FindAction(action.ToString()) is { } target)
                routes.Add(Match(verb, route.Length == 0 ? "/" : route, target));
            else if (only is not null)
                throw new ArgumentException($"{typeof(TController).Name} has no action {action}, which the routes of \"{path}\" name in 'only'. Add it, or leave it out there.", nameof(only));
        }

        if (routes.Count == 0)
            throw new ArgumentException($"{typeof(TController).Name} has none of the actions that the routes of \"{path}\" ask for. Add one: public IResult Index(Conn conn) => …");
        if (nested is not null)
            Scope(singleton ? path : $"{path.TrimEnd('/')}/:{name ?? ResourceName(typeof(TController))}_{param}", nested);
        return new(routes);
    }

    /// <summary>Adds a convention, such as metadata, to every route of this scope, those declared before too.</summary>
    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    internal IEnumerable<Action<EndpointBuilder>> AllConventions() => (_parent?.AllConventions() ?? []).Concat(_conventions);

    private static (ResourceAction Action, string Verb, string Path)[] Table(string path, string member) =>
    [
        (ResourceAction.Index, "GET", path),
        (ResourceAction.Edit, "GET", member + "/edit"),
        (ResourceAction.New, "GET", path + "/new"),
        (ResourceAction.Show, "GET", member),
        (ResourceAction.Create, "POST", path),
        (ResourceAction.Update, "PATCH", member),
        (ResourceAction.Update, "PUT", member),
        (ResourceAction.Delete, "DELETE", member),
    ];

    /// <summary><c>BlogPostController</c> is <c>blog_post</c>.</summary>
    private static string ResourceName(Type controller)
    {
        var name = controller.Name.EndsWith("Controller", StringComparison.Ordinal) ? controller.Name[..^"Controller".Length] : controller.Name;
        return string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
    }

    private string ForwardPath(string path) => PathPattern.Parse(path).Names.Length == 0
        ? Prefix + path.TrimEnd('/') + "/*path"
        : throw new ArgumentException($"The path \"{path}\" has parameters. A forward goes by a fixed prefix: its target gets the rest of the path.", nameof(path));

    private static string NameOf(RequestDelegate action) => action.Method.Name.Contains('<', StringComparison.Ordinal) ? "function" : action.Method.Name;
}
