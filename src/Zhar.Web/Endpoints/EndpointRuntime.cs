using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Zhar.Web;

/// <summary>A built endpoint: its settings, its routers and the chain of its plugs. Lives as long as the endpoint's supervisor.</summary>
internal sealed class EndpointRuntime
{
    private EndpointRuntime(EndpointBase endpoint, EndpointOptions options, IServiceProvider services, Node? node)
    {
        Endpoint = endpoint;
        Name = endpoint.GetType().FullName ?? endpoint.GetType().Name;
        Options = options;
        Services = services;
        Node = node;
        Log = new EndpointLog((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Zhar.Web"));
    }

    internal EndpointBase Endpoint { get; }

    internal string Name { get; }

    internal EndpointOptions Options { get; }

    /// <summary>The application's services, and behind them those that the web layer needs.</summary>
    internal IServiceProvider Services { get; }

    internal Node? Node { get; }

    internal EndpointLog Log { get; }

    internal IReadOnlyList<Router> Routers { get; private set; } = [];

    internal IReadOnlyList<ChildSpec> Children { get; private set; } = [];

    /// <summary>Where it listens, once it does: <c>http://127.0.0.1:4000</c>.</summary>
    internal IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>The plugs.</summary>
    internal RequestDelegate Pipeline { get; private set; } = static _ => Task.CompletedTask;

    /// <summary>Handles a request from the first plug to the last, errors included.</summary>
    internal RequestDelegate Handler => Handle;

    internal static EndpointRuntime Build(Func<IServiceProvider, EndpointBase> make, string name, IServiceProvider application, Node? node)
    {
        var configuration = application.GetService<IConfiguration>() ?? new ConfigurationBuilder().Build();
        var environment = application.GetService<IHostEnvironment>();
        var options = EndpointConfiguration.Read(configuration, name, environment?.IsDevelopment() == true);
        var services = WebServices.Behind(application, configuration);
        var endpoint = make(services);
        endpoint.CallConfigure(options);
        var runtime = new EndpointRuntime(endpoint, options, services, node);
        var build = new EndpointBuild(options, services, node is not null);
        var plugs = new PlugBuilder(build);
        endpoint.CallPlugs(plugs);
        runtime.Pipeline = PlugStep.Compose(plugs.Steps, static conn => throw new InvalidOperationException(
            $"No plug of the endpoint has answered {conn.Request.Method} {conn.Request.Path}. Let its last plug be a router: p.Router<Router>()."));
        build.Close();
        runtime.Routers = build.Routers;
        runtime.Children = build.Children;
        return runtime;
    }

    /// <summary>The endpoint called <paramref name="name"/> that runs on a node.</summary>
    internal static EndpointRuntime? Find(Node node, string name) => node.PersistentTerms.GetValueOrDefault(Key(name)) as EndpointRuntime;

    internal void Register() => Node!.PersistentTerms[Key(Name)] = this; // only an endpoint in a tree is registered

    internal void Unregister() => Node!.PersistentTerms.TryRemove(new(Key(Name), this));

    private static string Key(string name) => "Zhar.Web.Endpoint:" + name;

    private async Task Handle(HttpContext conn)
    {
        ConnState.Of(conn).Endpoint = this;
        try
        {
            await Pipeline(conn).ConfigureAwait(false);
        }
        catch (Exception e) when (!conn.Response.HasStarted)
        {
            await Errors.Answer(conn, this, e).ConfigureAwait(false);
        }
    }
}
