using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhar.Reload;

namespace Zhar.Web;

/// <summary>A built endpoint: its settings, its routers and the chain of its plugs. Lives as long as the endpoint's supervisor.</summary>
internal sealed class EndpointRuntime : IDisposable
{
    /// <summary>A developer waits for the next version.</summary>
    private static readonly TimeSpan ReloadPatience = TimeSpan.FromSeconds(3);

    private readonly ReloadPages? _reload;
    private RouteDataSource? _routes;

    private EndpointRuntime(EndpointBase endpoint, EndpointOptions options, IServiceProvider services, Node? node)
    {
        Endpoint = endpoint;
        Name = endpoint.GetType().FullName ?? endpoint.GetType().Name;
        Options = options;
        Services = services;
        Node = node;
        Environment = services.GetRequiredService<IHostEnvironment>();
        Keys = MakeKeys(services.GetService<TimeProvider>() ?? node?.Clock ?? TimeProvider.System);
        if (node is not null && services.GetService<ReloadState>() is { } reload)
        {
            ReloadListeners = Zhar.Web.ReloadListeners.Of(reload);
            _reload = new ReloadPages(reload, services);
        }

        Log = new EndpointLog((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Zhar.Web"));
    }

    internal EndpointBase Endpoint { get; }

    internal string Name { get; }

    internal EndpointOptions Options { get; }

    /// <summary>The application's services, and behind them those that the web layer needs.</summary>
    internal IServiceProvider Services { get; }

    internal Node? Node { get; }

    internal IHostEnvironment Environment { get; }

    /// <summary>What keys of cookies and tokens derive from.</summary>
    internal KeyRing Keys { get; }

    /// <summary>Scheme, host and port, as the outside knows them: <c>https://example.com</c>.</summary>
    internal string Url { get; private set; } = "";

    internal SessionSettings? SessionSettings { get; private set; }

    /// <summary>What its live pages share, if it has any: of the layer above.</summary>
    internal object? Live { get; private set; }

    internal IReadOnlyList<StaticFiles> StaticFiles { get; private set; } = [];

    /// <summary>The listening sockets, when the application is reloaded in a program that keeps them.</summary>
    internal ReloadListeners? ReloadListeners { get; }

    /// <summary>How long requests under way get when the endpoint stops.</summary>
    internal TimeSpan DrainTimeout => _reload is not null && Options.DrainTimeout > ReloadPatience ? ReloadPatience : Options.DrainTimeout;

    internal EndpointLog Log { get; }

    internal IReadOnlyList<Router> Routers { get; private set; } = [];

    internal IReadOnlyList<ChildSpec> Children { get; private set; } = [];

    /// <summary>What is stopped before the server.</summary>
    internal IReadOnlyList<ChildSpec> Drains { get; private set; } = [];

    /// <summary>Where it listens, once it does: <c>http://127.0.0.1:4000</c>.</summary>
    internal IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>Whether it is about to stop. Set once, by its drain.</summary>
    internal bool IsDraining { get; set; }

    /// <summary>The plugs.</summary>
    internal RequestDelegate Pipeline { get; private set; } = static _ => Task.CompletedTask;

    /// <summary>Handles a request from the first plug to the last, errors included.</summary>
    internal RequestDelegate Handler => _reload is { } reload ? conn => reload.Takes(conn) ? reload.Answer(conn) : reload.Handle(conn, Handle) : Handle;

    internal static EndpointRuntime Build(Func<IServiceProvider, EndpointBase> make, string name, IServiceProvider application, Node? node)
    {
        var configuration = application.GetService<IConfiguration>() ?? new ConfigurationBuilder().Build();
        var environment = application.GetService<IHostEnvironment>();
        var options = EndpointConfiguration.Read(configuration, name, environment?.IsDevelopment() == true);
        var services = WebServices.Behind(application, configuration);
        var endpoint = make(services);
        if (Mounts.Of(application)?.Find(endpoint.GetType()) is { } mounted)
            options.MountPath = mounted;
        endpoint.CallConfigure(options);
        if (options is { SecretKeyBase: null, Server: true } && environment?.IsDevelopment() == true)
            options.SecretKeyBase = DevelopmentSecret.Of(environment.ContentRootPath, DevelopmentSecret.Folder);
        var runtime = new EndpointRuntime(endpoint, options, services, node);
        var build = new EndpointBuild(options, services, node is not null);
        var plugs = new PlugBuilder(build);
        endpoint.CallPlugs(plugs);
        runtime.Pipeline = PlugStep.Compose(plugs.Steps, options.MountPath is null || build.Routers.Count > 0 ? NotAnswered : NotFound);
        build.Close();
        runtime.Routers = build.Routers;
        runtime.StaticFiles = build.StaticFiles;
        runtime.SessionSettings = build.SessionSettings;
        runtime.Live = build.Live;
        runtime.Url = MakeUrl(options);
        runtime._routes = RouteDataSource.Register(services, build.Routers);
        WebTelemetry.EndpointInits.Add(1, new KeyValuePair<string, object?>("zhar.endpoint", runtime.Name));
        runtime.Report();
        runtime.Children = build.Children;
        runtime.Drains = build.Drains;
        return runtime;
    }

    /// <summary>The endpoint called <paramref name="name"/> that runs on a node.</summary>
    internal static EndpointRuntime? Find(Node node, string name) => node.PersistentTerms.GetValueOrDefault(Key(name)) as EndpointRuntime;

    /// <summary>The endpoints that run on a node.</summary>
    internal static IReadOnlyList<EndpointRuntime> All(Node node) => [.. node.PersistentTerms.Values.OfType<EndpointRuntime>()];

    internal void Register() => Node!.PersistentTerms[Key(Name)] = this; // only an endpoint in a tree is registered

    internal void Unregister() => Node!.PersistentTerms.TryRemove(new(Key(Name), this));

    /// <summary>Lets go of the services that were made for it; those of the application stay.</summary>
    public void Dispose()
    {
        _routes?.Dispose();
        (Services as WebServices)?.Dispose();
    }

    /// <summary>The path with a fingerprint, when one of the directories has the file.</summary>
    internal string StaticPath(string path)
    {
        foreach (var files in StaticFiles)
        {
            if (files.FingerprintedPath(path) is { } known)
                return known;
        }

        return path;
    }

    /// <summary>Whether a path, with a fingerprint or without, is that of a file as it is now.</summary>
    internal bool IsCurrentStatic(string path) => StaticFiles.Count == 0 || StaticFiles.Any(files => files.IsCurrent(path));

    internal string? StaticIntegrity(string path)
    {
        foreach (var files in StaticFiles)
        {
            if (files.Integrity(path) is { } known)
                return known;
        }

        return null;
    }

    private static Task NotAnswered(HttpContext conn) => throw new InvalidOperationException(
        $"No plug of the endpoint has answered {conn.Request.Method} {conn.Request.Path}. Let its last plug be a router: p.Router<Router>().");

    /// <summary>The end of one without routes, which only connects the live views of other pages.</summary>
    private static Task NotFound(HttpContext conn)
    {
        conn.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static string Key(string name) => "Zhar.Web.Endpoint:" + name;

    private static string MakeUrl(EndpointOptions options)
    {
        var (scheme, port) = (options.EffectiveUrlScheme, options.EffectiveUrlPort);
        var host = options.UrlHost.Contains(':', StringComparison.Ordinal) ? $"[{options.UrlHost}]" : options.UrlHost;
        var isDefault = (scheme == "https" && port == 443) || (scheme == "http" && port == 80);
        return $"{scheme}://{host}{(isDefault ? "" : $":{port}")}{options.UrlPath.TrimEnd('/')}";
    }

    private KeyRing MakeKeys(TimeProvider clock)
    {
        var secret = Options.SecretKeyBase;
        if (secret is null && Environment.IsProduction())
        {
            throw new EndpointConfigurationException(EndpointConfiguration.SecretKeyBaseKey, $"""
                {Name} cannot start: {EndpointConfiguration.SecretKeyBaseKey} is not set, and in production it has to be. The keys of all cookies and tokens derive from it.
                Make one and keep it out of the repository:

                    export {EndpointConfiguration.SecretKeyBaseKey}="$(openssl rand -base64 48)"
                """);
        }

        try
        {
            return new KeyRing(secret ?? KeyRing.NewSecret(), Options.PreviousSecretKeyBases, clock);
        }
        catch (ArgumentException e)
        {
            throw new EndpointConfigurationException(EndpointConfiguration.SecretKeyBaseKey, e.Message);
        }
    }

    private void Report()
    {
        if (Options.SecretKeyBase is null)
            Log.NoSecret(Name);
        foreach (var problem in Routers.SelectMany(RouteConflicts.Find))
            Log.RouteProblem(problem);
    }

    /// <summary>Gives a request that ASP.NET Core answers what belongs to this endpoint: its keys, and the session that its pages have. The session that the application may have stays in its place.</summary>
    internal ValueTask Lend(HttpContext conn)
    {
        var state = ConnState.Of(conn);
        state.Endpoint ??= this;
        state.SessionSettings ??= SessionSettings;
        return state.SessionSettings is null ? default : FetchSession.Fetch(conn, asFeature: false);
    }

    private Task Handle(HttpContext conn)
    {
        var state = ConnState.Begin(conn);
        state.Endpoint = this;
        if (IsDraining && HttpProtocol.IsHttp11(conn.Request.Protocol))
            conn.Response.Headers.Connection = "close"; // the next request of this client belongs to another server
        Task running;
        try
        {
            if (Options.DebugErrors && DebugActions.Takes(conn))
                return DebugActions.Run(conn, this);
            running = Pipeline(conn);
        }
        catch (Exception e)
        {
            return Errors.Answer(conn, this, e);
        }

        return running.IsCompletedSuccessfully && !state.IsHooked ? running : Watch(conn, state, running);
    }

    private async Task Watch(HttpContext conn, ConnState state, Task running)
    {
        try
        {
            await running.ConfigureAwait(false);
            if (state.IsHooked && !conn.Response.HasStarted)
                await state.RunBeforeSend().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await Errors.Answer(conn, this, e).ConfigureAwait(false);
        }
    }
}
