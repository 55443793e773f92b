using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Zhar.Web;

/// <summary>One route of a router. ASP.NET Core's extensions for endpoints work on it: <c>s.Get(…).RequireAuthorization().WithTags("users")</c>.</summary>
public sealed class RouteEntry : IEndpointConventionBuilder
{
    /// <summary>The most parameters that a path may have.</summary>
    internal const int MaxParams = 16;

    private readonly string[] _hosts;
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finally = [];

    internal RouteEntry(string verb, PathPattern pattern, ActionRef action, RouteScope scope, int order)
    {
        Verb = verb;
        Pattern = pattern;
        Action = action;
        Scope = scope;
        Order = order;
        _hosts = scope.AllHosts;
        Pipelines = scope.AllPipelines;
        LogLevel = scope.LogLevel;
    }

    /// <summary>The verb, in capitals, or <c>*</c> for any.</summary>
    public string Verb { get; }

    /// <summary>The whole path with the prefixes of its scopes: <c>/api/users/:id</c>.</summary>
    public string Path => Pattern.Text;

    /// <summary>Where it leads.</summary>
    public ActionRef Action { get; }

    /// <summary>The pipelines that a request passes, outermost first.</summary>
    public IReadOnlyList<Pipeline> Pipelines { get; private set; }

    /// <summary>The hosts that the route is limited to, none for any host: <c>example.com</c>, or <c>api.</c> for all that begin so.</summary>
    public IReadOnlyList<string> Hosts => _hosts;

    internal PathPattern Pattern { get; }

    /// <summary>The level of the line about a request's way.</summary>
    internal LogLevel LogLevel { get; private set; }

    internal RouteScope Scope { get; }

    /// <summary>The place in the order of declaration; the lowest that fits wins.</summary>
    internal int Order { get; }

    /// <summary>The same as ASP.NET Core sees it. Set when the router is built.</summary>
    internal RouteEndpoint? Endpoint { get; private set; }

    /// <summary>Whether requests on this path are to be forwarded with the path behind it.</summary>
    internal bool IsForward { get; init; }

    /// <summary>The plugs that a forward leads to, when it is no single target.</summary>
    internal Action<PlugBuilder>? ForwardPlugs { get; init; }

    /// <summary>The plugs of the pipelines.</summary>
    internal IReadOnlyList<PlugStep> Steps { get; set; } = [];

    /// <summary>Runs the pipelines and the action.</summary>
    internal RequestDelegate Run { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Answers a browser that asks whether a page of another site may send such a request; <c>null</c> when the route says nothing about it.</summary>
    internal RequestDelegate? Preflight { get; set; }

    /// <summary>Sets the level of the line that says where a request goes, and with what. Default: debug. <see cref="LogLevel.None"/>: no line. Source: Phoenix.Router, the route option <c>log</c>.</summary>
    public RouteEntry Log(LogLevel level)
    {
        LogLevel = level;
        return this;
    }

    /// <summary>Sets an assign for the requests of this route, after its pipelines. Source: Phoenix.Router, the route option <c>assigns</c>.</summary>
    public RouteEntry Assign(string key, object? value) => Through(new Pipeline(p => p.Plug(conn => conn.Assign(key, value)), $"assign {key}"));

    /// <summary>Leaves a value for libraries with the requests of this route, after its pipelines. Source: Phoenix.Router, the route option <c>private</c>.</summary>
    public RouteEntry PutPrivate(object key, object? value) => Through(new Pipeline(p => p.Plug(conn => conn.PutPrivate(key, value)), $"private {key}"));

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => _finally.Add(finallyConvention);

    internal bool FitsHost(string host)
    {
        if (_hosts.Length == 0)
            return true;
        foreach (var wanted in _hosts)
        {
            if (wanted.EndsWith('.') ? host.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) : host.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Makes the endpoint, with the metadata of its scopes, its action and its own.</summary>
    internal RouteEndpoint BuildEndpoint(IServiceProvider services)
    {
        var builder = new RouteEndpointBuilder(conn => Run(conn), Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(Pattern.ToTemplate()), Order)
        {
            DisplayName = $"{Verb} {Path} ({Action})",
            ApplicationServices = services,
        };
        builder.Metadata.Add(this);
        if (Verb != "*")
            builder.Metadata.Add(new HttpMethodMetadata([Verb]));
        if (_hosts.Length > 0)
            builder.Metadata.Add(new HostAttribute([.. _hosts.Select(static h => h.EndsWith('.') ? h + "*" : h)]));
        foreach (var item in Action.Metadata)
            builder.Metadata.Add(item);
        foreach (var convention in Scope.AllConventions())
            convention(builder);
        foreach (var convention in _conventions)
            convention(builder);
        foreach (var convention in Enumerable.Reverse(_finally))
            convention(builder);
        return Endpoint = (RouteEndpoint)builder.Build();
    }

    private RouteEntry Through(Pipeline pipeline)
    {
        Pipelines = [.. Pipelines, pipeline];
        return this;
    }

    /// <summary><c>GET /users/:id → UserController.Show</c></summary>
    public override string ToString() => $"{Verb} {Path} → {Action}";
}
