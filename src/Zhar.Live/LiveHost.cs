using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>What the live pages of one endpoint share.</summary>
internal sealed class LiveHost
{
    internal static readonly Uri NoUri = new("about:blank");

    private readonly ConcurrentDictionary<string, LiveDefinition> _nested = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<LiveDefinition, OnMountEntry[]> _onMount = [];
    private EndpointRuntime? _endpoint;

    internal LiveHost(IServiceProvider services, LiveOptions options, string path)
    {
        Services = services;
        Options = options;
        Path = path;
        Log = new LiveLog((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Zhar.Live"));
        Json = new PayloadJson((services.GetService<IOptions<JsonOptions>>()?.Value ?? new JsonOptions()).SerializerOptions);
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Handover = new HandoverTable(options, clock);
        Kept = new KeptTable(options, clock);
        foreach (var view in options.Embedded)
            AddNested(view);
    }

    internal IServiceProvider Services { get; }

    internal LiveOptions Options { get; }

    /// <summary>Where the socket is mounted: <c>/live</c>.</summary>
    internal string Path { get; }

    internal LiveLog Log { get; }

    internal PayloadJson Json { get; }

    internal HandoverTable Handover { get; }

    internal KeptTable Kept { get; }

    /// <summary>The endpoint, known with its first request.</summary>
    internal EndpointRuntime Endpoint => _endpoint ?? throw new InvalidOperationException("The live socket has not seen a request of its endpoint yet.");

    /// <summary>The hooks beside the views of the endpoint.</summary>
    internal HookModules Hooks => field ??= HookModules.Of(Endpoint);

    internal KeyRing Keys => Endpoint.Keys;

    internal Node Node => Endpoint.Node ?? Services.GetRequiredService<Node>();

    /// <summary>The host of the endpoint that answers a request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint has no live socket before its router.</exception>
    internal static LiveHost Of(Conn conn) => conn.Features.Get<LiveHost>() ?? throw new InvalidOperationException("""
        This endpoint has live views but no socket for them. Add it before the router, behind the session:

            p.Session().LiveSocket("/live").Router<Router>()

        In a page that ASP.NET Core makes beside it, write <live-view> and <live-scripts>.
        """);

    /// <summary>One apart from any socket, for a test that renders a component.</summary>
    internal static LiveHost Detached(IServiceProvider services, EndpointRuntime endpoint) => new(services, new LiveOptions(), "/live") { _endpoint = endpoint };

    internal void Bind(Conn conn)
    {
        _endpoint ??= ConnState.Of(conn).Endpoint;
        conn.Features.Set(this);
    }

    /// <summary>Makes a view that stands inside others known, so that it can be found by the name in its token.</summary>
    internal void AddNested(LiveDefinition definition) => _nested.TryAdd(definition.Name, definition);

    internal LiveDefinition? FindNested(string name) => _nested.GetValueOrDefault(name);

    /// <summary>The hooks that a view class names itself, those of its base classes first.</summary>
    internal OnMountEntry[] OnMountOf(LiveDefinition definition) => _onMount.GetValue(definition, static d =>
    {
        var entries = new List<OnMountEntry>();
        for (var type = d.Type; type is not null; type = type.BaseType)
            entries.InsertRange(0, type.GetCustomAttributes<OnMountAttribute>(inherit: false).Select(static a => a.Entry()));
        return [.. entries];
    });

    /// <summary>The route of an address, with the parameters of its path and query.</summary>
    internal LiveMatch? Match(Uri uri)
    {
        Span<Range> ranges = stackalloc Range[RouteEntry.MaxParams];
        if (Find(uri, ranges, out var path) is not { } entry || entry.Action.Metadata.OfType<LiveRoute>().FirstOrDefault() is not { } route)
            return null;
        var names = entry.Pattern.Names;
        var values = PathText.Values(path, ranges[..names.Length], uri.AbsolutePath);
        var pairs = new (string, object?)[names.Length];
        for (var i = 0; i < names.Length; i++)
            pairs[i] = (names[i], values[i]);
        var query = uri.Query.Length > 1 ? Params.FromQuery(uri.Query, Endpoint.Options.ParamsLimits) : Params.Empty;
        return new(route, entry, pairs.Length == 0 ? query : query.Merge(Params.Of(pairs)));
    }

    /// <summary>The path of an address as the log shows it: without the parameters that have the name of a secret.</summary>
    internal string PathForLog(Uri uri)
    {
        Span<Range> ranges = stackalloc Range[RouteEntry.MaxParams];
        return LoggedPath.Of(uri.AbsolutePath, Find(uri, ranges, out _), Endpoint.Options.FilterParameters);
    }

    private RouteEntry? Find(Uri uri, Span<Range> ranges, out string path)
    {
        var prefix = Endpoint.Options.PathPrefix;
        path = PathText.Decoded(uri.AbsolutePath);
        if (prefix.Length > 0)
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal))
                return null;
            path = path.Length == prefix.Length ? "/" : path[prefix.Length..];
        }

        foreach (var router in Endpoint.Routers)
        {
            if (router.Find("GET", path, uri.Host, ranges) is { } entry)
                return entry;
        }

        return null;
    }

    internal bool IsStaticChanged(Params connect)
    {
        try
        {
            foreach (var url in connect.List("_track_static"))
            {
                var path = Endpoint.Options.StaticUrl is { } host && url.StartsWith(host + "/", StringComparison.Ordinal) ? url[host.Length..]
                    : Uri.TryCreate(url, UriKind.Absolute, out var absolute) ? absolute.AbsolutePath : url;
                if (!Endpoint.IsCurrentStatic(path))
                    return true;
            }
        }
        catch (ParamsException)
        {
            return true;
        }

        return false;
    }

    /// <summary>The version of the client that is served.</summary>
    internal static string ClientVersion { get; } = typeof(LiveHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(static a => a.Key == "LiveViewVersion")?.Value ?? "";
}

/// <summary>A live route that an address leads to.</summary>
internal sealed record LiveMatch(LiveRoute Route, RouteEntry Entry, Params Params);
