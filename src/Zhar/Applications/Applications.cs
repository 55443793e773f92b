using Microsoft.Extensions.Logging;

namespace Zhar;

/// <summary>The applications of one node: load, start in the order of their dependencies, stop in reverse. Reached as <see cref="Node.Applications"/>.</summary>
/// <remarks>
/// Safe from any process or thread, and queries answer at once while applications start or stop, so a <c>Terminate</c> may ask. Expected outcomes are
/// values: the errors are <c>not_started(dependency)</c>, <c>already_started(name)</c>, <c>running(name)</c>, <c>unknown_application(name)</c>, or
/// the reason of a start that failed. Source: OTP application and application_controller.
/// </remarks>
public sealed partial class Applications
{
    private readonly Node _node;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _running = [];
    private bool _closed;

    internal Applications(Node node) => _node = node;

    /// <summary>The names of the running applications, in the order of their start. Source: OTP application:which_applications/0.</summary>
    public IReadOnlyList<string> Running
    {
        get
        {
            lock (_gate)
                return [.. _running.Where(static e => e.State == ApplicationState.Running).Select(static e => e.Name)];
        }
    }

    /// <summary>All loaded applications. Source: OTP application:loaded_applications/0.</summary>
    public IReadOnlyList<ApplicationInfo> Loaded
    {
        get
        {
            lock (_gate)
                return [.. _entries.Values.Select(static e => e.Info)];
        }
    }

    /// <summary>Told when an application whose end concerns the whole node has ended by itself; <c>null</c>: the node stops by itself.</summary>
    internal Action<string, ExitReason>? OnFatalEnd { get; set; }

    // ---- load --------------------------------------------------------------------------------------------------------

    /// <summary>Makes the application known and gives its environment the defaults, without starting it.</summary>
    /// <returns>An error <c>already_loaded(name)</c> when one of that name is loaded.</returns>
    public Result<Unit> Load<T>()
        where T : ZharApplication, new() => Load(new T());

    /// <summary>As <see cref="Load{T}"/>, for an instance.</summary>
    public Result<Unit> Load(ZharApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return Load(application, null);
    }

    internal Result<Unit> Load(ZharApplication application, IServiceProvider? services)
    {
        var definition = application.Definition;
        lock (_gate)
        {
            if (_entries.ContainsKey(definition.Name))
                return Failed("already_loaded", definition.Name);
            _entries.Add(definition.Name, new Entry(application, services));
            _environment.Load(definition.Name, definition.Defaults);
            return Succeeded;
        }
    }

    /// <summary>Forgets the application and its environment, except values that were put to persist.</summary>
    /// <returns>An error <c>running(name)</c> unless it is stopped, <c>not_loaded(name)</c> when it is unknown.</returns>
    public Result<Unit> Unload(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            if (!_entries.TryGetValue(name, out var entry))
                return Failed("not_loaded", name);
            if (entry.State != ApplicationState.Loaded)
                return Failed("running", name);
            _entries.Remove(name);
            _environment.Unload(name);
        }

        _node.CallTimeouts.Sweep();
        return Succeeded;
    }

    /// <summary>What is known of the application, or <c>null</c>.</summary>
    public ApplicationInfo? Find(string name)
    {
        lock (_gate)
            return _entries.TryGetValue(name, out var entry) ? entry.Info : null;
    }

    // ---- start -------------------------------------------------------------------------------------------------------

    /// <summary>Loads the application unless it is, and starts it. Its dependencies have to run.</summary>
    public Task<Result<Unit>> Start<T>(ApplicationType type = ApplicationType.Temporary)
        where T : ZharApplication, new() => Start(LoadAny(new T()), type);

    /// <summary>As <see cref="Start{T}"/>, for an application that is loaded.</summary>
    public Task<Result<Unit>> Start(string name, ApplicationType type = ApplicationType.Temporary)
    {
        ArgumentNullException.ThrowIfNull(name);
        return StartOne(name, type);
    }

    /// <summary>As <see cref="Start(string, ApplicationType)"/>; fine when the application runs already. Source: OTP application:ensure_started/2.</summary>
    public async Task<Result<Unit>> EnsureStarted(string name, ApplicationType type = ApplicationType.Temporary)
    {
        var result = await Start(name, type).ConfigureAwait(false);
        return result is Error<Unit> { Reason.Tag: "already_started" } ? Succeeded : result;
    }

    /// <summary>Starts the application after everything that it needs.</summary>
    /// <returns>
    /// The applications that were started by this call, in order; none when it ran already. When one fails, those are stopped again and the error is
    /// <c>start_failed</c> with an <see cref="ApplicationFailure"/>. Source: OTP application:ensure_all_started/2.
    /// </returns>
    public Task<Result<IReadOnlyList<string>>> EnsureAllStarted<T>(ApplicationType type = ApplicationType.Temporary)
        where T : ZharApplication, new() => EnsureAllStarted(LoadAny(new T()), type);

    /// <summary>As <see cref="EnsureAllStarted{T}"/>, for an application that is loaded.</summary>
    public async Task<Result<IReadOnlyList<string>>> EnsureAllStarted(string name, ApplicationType type = ApplicationType.Temporary)
    {
        ArgumentNullException.ThrowIfNull(name);
        var order = new List<string>();
        if (Order(name, [], order) is { } wrong)
            return new Error<IReadOnlyList<string>>(wrong);

        var started = new List<string>();
        foreach (var next in order)
        {
            var result = await StartOne(next, type).ConfigureAwait(false);
            if (result is Ok<Unit>)
            {
                started.Add(next);
                continue;
            }

            var reason = ((Error<Unit>)result).Reason;
            if (reason.Tag == "already_started")
                continue;
            for (var i = started.Count - 1; i >= 0; i--)
                await Stop(started[i]).ConfigureAwait(false);
            return new Error<IReadOnlyList<string>>(ExitReason.Of("start_failed", new ApplicationFailure(next, reason)));
        }

        return new Ok<IReadOnlyList<string>>(started);
    }

    // ---- stop --------------------------------------------------------------------------------------------------------

    /// <summary>Runs PrepStop, shuts the tree down in reverse, runs Stop. Applications that depend on it go on.</summary>
    /// <returns>An error <c>not_started(name)</c> when it does not run.</returns>
    public async Task<Result<Unit>> Stop(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ApplicationMaster master;
        var first = false;
        lock (_gate)
        {
            if (!_entries.TryGetValue(name, out var entry) || entry.Master is not { } running || entry.State is ApplicationState.Loaded or ApplicationState.Starting)
                return Failed("not_started", name);
            master = running;
            if (entry.State == ApplicationState.Running)
            {
                entry.State = ApplicationState.Stopping;
                first = true;
            }
        }

        if (first)
            master.RequestStop();
        await master.Ended.ConfigureAwait(false);
        return Succeeded;
    }

    /// <summary>Stops all applications in the reverse order of their start. None can be started from then on.</summary>
    internal async Task StopAll()
    {
        lock (_gate)
            _closed = true;
        await StopRunning().ConfigureAwait(false);
    }

    /// <summary>Stops all applications in the reverse order of their start and forgets them: others take their place.</summary>
    internal async Task Clear()
    {
        await StopRunning().ConfigureAwait(false);
        foreach (var application in Loaded)
            Unload(application.Name);
    }

    private async Task StopRunning()
    {
        while (true)
        {
            Entry? last;
            lock (_gate)
                last = _running.LastOrDefault();
            if (last is null)
                return;
            if (last.Master is { } master && last.State == ApplicationState.Starting)
                await master.Started.ConfigureAwait(false);
            await Stop(last.Name).ConfigureAwait(false);
        }
    }

    // ---- inside ------------------------------------------------------------------------------------------------------

    private static Result<Unit> Succeeded => new Ok<Unit>(default);

    private static Result<Unit> Failed(string tag, object? value) => new Error<Unit>(ExitReason.Of(tag, value));

    private string LoadAny(ZharApplication application)
    {
        Load(application); // an error says that it is loaded already
        return application.Definition.Name;
    }

    /// <summary>Puts what has to run for <paramref name="name"/> into <paramref name="order"/>, dependencies first, loading them on the way.</summary>
    private ExitReason? Order(string name, List<string> path, List<string> order)
    {
        if (order.Contains(name))
            return null;
        if (path.Contains(name))
            return ExitReason.Of("circular_dependency", string.Join(" -> ", path.Append(name)));
        Entry? entry;
        lock (_gate)
            _entries.TryGetValue(name, out entry);
        if (entry is null)
            return ExitReason.Of("unknown_application", name);

        path.Add(name);
        foreach (var dependency in entry.Application.Definition.Dependencies)
        {
            if (Find(dependency.Name) is null)
            {
                if (dependency.IsOptional)
                    continue;
                if (dependency.Application is { } application)
                    Load(application, entry.Services);
            }

            if (Order(dependency.Name, path, order) is { } wrong)
                return wrong;
        }

        path.RemoveAt(path.Count - 1);
        order.Add(name);
        return null;
    }

    private async Task<Result<Unit>> StartOne(string name, ApplicationType type)
    {
        ApplicationMaster master;
        while (true)
        {
            Task other;
            lock (_gate)
            {
                if (_closed)
                    return Failed("stopping", name);
                if (!_entries.TryGetValue(name, out var entry))
                    return Failed("unknown_application", name);
                if (entry.State == ApplicationState.Running)
                    return Failed("already_started", name);
                if (entry.State == ApplicationState.Loaded)
                {
                    if (MissingDependency(entry) is { } missing)
                        return Failed("not_started", missing);
                    master = entry.Master = new ApplicationMaster(_node, entry.Application, entry.Services, OnStart, OnEnd);
                    entry.Type = type;
                    entry.State = ApplicationState.Starting;
                    _running.Add(entry);
                    break;
                }

                other = entry.State == ApplicationState.Starting ? entry.Master!.Started : entry.Master!.Ended;
            }

            await other.ConfigureAwait(false);
        }

        master.Start();
        var result = await master.Started.ConfigureAwait(false);
        if (result is Ok<Unit>)
            return result;

        await master.Ended.ConfigureAwait(false);
        Forget(master);

        // A host shows the reason itself, as the one line of a failed start.
        _node.Log.ApplicationStart(OnFatalEnd is null ? LogLevel.Error : LogLevel.Debug, name, ((Error<Unit>)result).Reason.ToString());
        return result;
    }

    private string? MissingDependency(Entry entry)
    {
        foreach (var dependency in entry.Application.Definition.Dependencies)
        {
            if (!dependency.IsOptional && (!_entries.TryGetValue(dependency.Name, out var needed) || needed.State != ApplicationState.Running))
                return dependency.Name;
        }

        return null;
    }

    /// <summary>The tree of an application runs. Called from its process, before anybody hears of it.</summary>
    private void OnStart(ApplicationMaster master)
    {
        lock (_gate)
        {
            if (_running.Find(e => ReferenceEquals(e.Master, master)) is { } entry)
                entry.State = ApplicationState.Running;
        }
    }

    /// <summary>The process of a running application is gone. Called from its death.</summary>
    private void OnEnd(ApplicationMaster master, ExitReason reason)
    {
        if (Forget(master) is not { } entry || master.IsStopping)
            return;
        _node.Log.ApplicationEnded(entry.Name, entry.Type.ToString(), reason.ToString());
        if (entry.Type == ApplicationType.Temporary || (entry.Type == ApplicationType.Transient && reason.IsNormal))
            return;

        // Not from here: this runs inside the death of the process, and stopping takes its time.
        ThreadPool.UnsafeQueueUserWorkItem(
            static s =>
            {
                var (applications, name, reason) = s;
                if (applications.OnFatalEnd is { } handler)
                    handler(name, reason);
                else
                    _ = applications._node.DisposeAsync().AsTask();
            },
            (this, entry.Name, reason),
            preferLocal: false);
    }

    private Entry? Forget(ApplicationMaster master)
    {
        lock (_gate)
        {
            var entry = _running.Find(e => ReferenceEquals(e.Master, master));
            if (entry is null)
                return null;
            _running.Remove(entry);
            entry.Master = null;
            entry.State = ApplicationState.Loaded;
            return entry;
        }
    }

    private sealed class Entry(ZharApplication application, IServiceProvider? services)
    {
        internal ZharApplication Application => application;

        internal IServiceProvider? Services => services;

        internal string Name => application.Definition.Name;

        internal ApplicationState State { get; set; }

        internal ApplicationType Type { get; set; }

        internal ApplicationMaster? Master { get; set; }

        internal ApplicationInfo Info => new(Name, application.Definition.Description, State, Type, Master?.Top ?? default);
    }
}

/// <summary>Which application did not start, and why.</summary>
/// <param name="Application">Its name.</param>
/// <param name="Reason">Why: the reason of its top supervisor, or of its Start.</param>
public sealed record ApplicationFailure(string Application, ExitReason Reason)
{
    /// <summary>Both, for reports.</summary>
    public override string ToString() => $"{Application}: {Reason}";
}
