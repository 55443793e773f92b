using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhar.Runtime;

namespace Zhar.Data;

/// <summary>Stores and finds records in a database: the application's door to it. Source: Ecto.Repo.</summary>
/// <remarks>
/// <para>An application declares its repo with one line, adds it to its services, and puts it into its supervision tree:</para>
/// <code>
/// public sealed partial class Repo : Zhar.Data.Repo;
///
/// services.AddRepo&lt;Repo&gt;(config);
///
/// Supervisor.OneForOne(Repo.Child(), …)
/// </code>
/// <para>The adapter comes from the configuration, so one program runs on any of the databases whose packages it references. See <see cref="RepoConfiguration"/>.</para>
/// <para>Safe from any thread and any process. What is expected to fail at times is a value (<c>Ok</c> or <c>Invalid</c>); each such method has a twin
/// with <c>OrThrow</c>.</para>
/// </remarks>
public abstract partial class Repo : IAsyncDisposable
{
    private readonly AsyncLocal<RepoRuntime?> _dynamic = new();
    private readonly ConcurrentDictionary<string, RepoRuntime> _dynamics = new(StringComparer.Ordinal);
    private readonly Lock _dynamicStarts = new();
    private RepoRuntime? _runtime;

    /// <summary>The settings in force.</summary>
    public RepoOptions Options => Runtime.Options;

    /// <summary>The adapter in force.</summary>
    public Adapter Adapter => Runtime.Adapter;

    /// <summary>The adapters of the packages that the application references. Overridden by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual IReadOnlyList<Adapter> ReferencedAdapters => [];

    /// <summary>The repo's class, for messages.</summary>
    internal string DisplayName => GetType().FullName ?? GetType().Name;

    /// <summary>What the current flow of control works with: a dynamic repo, or the one from the configuration.</summary>
    internal RepoRuntime Runtime => _dynamic.Value ?? Volatile.Read(ref _runtime) ?? throw NotConfigured();

    /// <summary>Calls <paramref name="observer"/> with each statement that has run, in the thread that ran it.</summary>
    /// <returns>Dispose of it to stop.</returns>
    public IDisposable Observe(Action<StatementEvent> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return Runtime.Telemetry.Observe(observer);
    }

    // ---- configuration and start -------------------------------------------------------------------------------------

    /// <summary>The repo as a child of a supervisor; for generated code. Use <c>Repo.Child()</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static ChildSpec ChildOf<TRepo>()
        where TRepo : Repo =>
        Supervisor.Child(Supervisor.OneForOne(new ChildSpec("pool", new ServerChildStart(new RepoServerStart<TRepo>(null)))), typeof(TRepo).FullName);

    /// <summary>A dynamic repo as a child of a supervisor; for generated code. Use <c>Repo.Child("tenant", options)</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static ChildSpec ChildOf<TRepo>(string name, RepoOptions options)
        where TRepo : Repo =>
        Supervisor.Child(Supervisor.OneForOne(new ChildSpec("pool", new ServerChildStart(new RepoServerStart<TRepo>(new DynamicRepo(name, options))))), $"{typeof(TRepo).FullName}:{name}");

    /// <summary>A repo of its own, without a supervision tree; for generated code. Use <c>await using var repo = Repo.Open(options)</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static TRepo OpenOf<TRepo>(RepoOptions options, ILoggerFactory? loggerFactory)
        where TRepo : Repo, new()
    {
        var repo = new TRepo();
        repo.Configure(options, TimeProvider.System, loggerFactory);
        repo.Runtime.Start();
        return repo;
    }

    /// <summary>Makes the next operations of this flow of control go to the dynamic repo that was started as <paramref name="name"/>.</summary>
    /// <returns>Dispose of it to go back.</returns>
    /// <exception cref="InvalidOperationException">No dynamic repo of that name runs.</exception>
    /// <remarks>Source: Ecto.Repo, put_dynamic_repo/1.</remarks>
    public IDisposable UseDynamic(string name)
    {
        var before = _dynamic.Value;
        _dynamic.Value = _dynamics.GetValueOrDefault(name) ?? throw new InvalidOperationException($"""
            {DisplayName} has no dynamic repo '{name}'. Those that run: {(_dynamics.IsEmpty ? "none" : string.Join(", ", _dynamics.Keys))}. Start it in the supervision tree:

                Repo.Child("{name}", options)
            """);
        return new DynamicUse(this, before);
    }

    /// <summary>Closes the connections of a repo that was opened without a supervision tree.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_runtime is { } runtime)
            await runtime.Stop().ConfigureAwait(false);
    }

    /// <summary>Closes all connections and opens others when they are needed: after a fail-over, or when the database was replaced. Running statements end first.</summary>
    public void DisconnectAll() => (Runtime.Pool ?? throw Runtime.NotStarted()).Renew();

    internal void Configure(RepoOptions options, TimeProvider clock, ILoggerFactory? loggerFactory) => _runtime = MakeRuntime(DisplayName, options, clock, loggerFactory);

    internal (RepoRuntime Runtime, ConnectionPool Pool) StartDynamic(DynamicRepo dynamic, ProcessCore? supervisor, TimeProvider clock, ILoggerFactory? loggerFactory)
    {
        lock (_dynamicStarts)
        {
            var runtime = _dynamics.GetOrAdd(dynamic.Name, _ => MakeRuntime($"{DisplayName}:{dynamic.Name}", dynamic.Options, clock, loggerFactory));
            return (runtime, runtime.Start(supervisor));
        }
    }

    /// <summary>Forgets a dynamic repo that ends, unless its successor has its place already.</summary>
    internal void LeaveDynamic(string name, RepoRuntime runtime, ConnectionPool pool)
    {
        lock (_dynamicStarts)
        {
            if (runtime.Leave(pool))
                _dynamics.TryRemove(name, out _);
        }
    }

    private RepoRuntime MakeRuntime(string name, RepoOptions options, TimeProvider clock, ILoggerFactory? loggerFactory)
    {
        var adapter = options.Adapter ??= FindAdapter(options);
        return new RepoRuntime(name, adapter, options, clock, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Zhar.Data"));
    }

    private Adapter FindAdapter(RepoOptions options)
    {
        var all = ReferencedAdapters;
        if (all.Count == 0)
        {
            throw new RepoConfigurationException($"""
                {DisplayName} has no adapter: the application references no adapter package, or the repo's class is not partial.
                Add Zhar.Data.Sqlite, Zhar.Data.Postgres or Zhar.Data.MySql to the project, and declare the repo as

                    public sealed partial class {GetType().Name} : Zhar.Data.Repo;
                """);
        }

        var known = string.Join(", ", all.SelectMany(static adapter => adapter.Schemes));
        if (options.Scheme is not { } scheme)
        {
            if (all is [var only])
                return only;
            return all.Where(adapter => adapter.Recognizes(options)).Take(2).ToList() is [var recognized] ? recognized : throw new RepoConfigurationException($$"""
                {{DisplayName}} could use any of {{string.Join(", ", all)}}, since the application references them all, and its settings do not say which. Name one in the configuration,

                    "{{GetType().Name}}": { "Adapter": "{{all[0].Schemes[0]}}", … }

                or in the environment, DATABASE_URL={{all[^1].Schemes[0]}}:…, with one of: {{known}}. For a default of the application's own: services.AddRepo<{{GetType().Name}}>(config, options => options.Scheme ??= "{{all[0].Schemes[0]}}").
                """);
        }

        return all.FirstOrDefault(adapter => adapter.Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
            ?? throw new RepoConfigurationException($"{DisplayName} has no adapter for '{scheme}'. The adapters that the application references know: {known}. Add the package of the other database, or correct the setting 'Adapter' or the URL's scheme.");
    }

    private InvalidOperationException NotConfigured() => new($"""
        {DisplayName} has no settings. Add it to the application's services, which also reads its configuration:

            services.AddRepo<{GetType().Name}>(config);
        """);

    private sealed class DynamicUse(Repo repo, RepoRuntime? before) : IDisposable
    {
        public void Dispose() => repo._dynamic.Value = before;
    }
}

/// <summary>One more database for a repo's class.</summary>
internal sealed record DynamicRepo(string Name, RepoOptions Options);
