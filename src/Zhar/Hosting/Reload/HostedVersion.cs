using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Zhar.Reload;

/// <summary>
/// One version of the program: its assembly in a load context of its own, entered by its <c>Main</c> on a thread. When <c>Main</c> comes to <c>ZharHost.Run</c>, the version builds its
/// host, waits for the version before it to end, and starts its application on the node that all versions share.
/// </summary>
internal sealed class HostedVersion
{
    private static readonly AsyncLocal<HostedVersion?> Ambient = new();

    /// <summary>For requests under way, and for processes, before what still runs is cut off: a developer waits.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly ReloadHost _owner;
    private readonly TaskCompletionSource<string?> _built = NewOf<string?>(), _started = NewOf<string?>();
    private readonly TaskCompletionSource _turn = New(), _stop = New(), _ended = New();
    private WeakReference? _context;

    internal HostedVersion(ReloadHost owner, string path)
    {
        _owner = owner;
        Path = path;
    }

    /// <summary>The file of its assembly.</summary>
    internal string Path { get; }

    /// <summary>Ends when its host is built: with <c>null</c>, or with what went wrong.</summary>
    internal Task<string?> Built => _built.Task;

    /// <summary>Ends when its application runs: with <c>null</c>, or with what went wrong.</summary>
    internal Task<string?> Started => _started.Task;

    /// <summary>Ends when nothing of it runs any more.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>Whether its code is still in memory.</summary>
    internal bool IsAlive => _context?.IsAlive == true;

    /// <summary>The version that the current code was entered by. Asked once: what the version starts must not hand it on.</summary>
    internal static HostedVersion? Take()
    {
        var version = Ambient.Value;
        Ambient.Value = null;
        return version;
    }

    internal static bool IsHere => Ambient.Value is not null;

    /// <summary>Loads the assembly and enters it.</summary>
    internal void Begin(ApplicationLibraries libraries, string[] args)
    {
        Thread thread;
        try
        {
            thread = Prepare(libraries, args);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            Finish($"'{Path}' could not be loaded: {e.Message}");
            return;
        }

        thread.IsBackground = true;
        thread.Start();
    }

    /// <summary>Lets a version whose host is built start its application.</summary>
    internal void Start() => _turn.TrySetResult();

    /// <summary>Ends it, in order: requests under way, then the tree from bottom to top, then its services.</summary>
    internal Task Stop()
    {
        _stop.TrySetResult();
        _turn.TrySetResult();
        return Ended;
    }

    /// <summary>The life of the version's host. Called by its <c>Main</c>, through <c>ZharHost.Run</c>.</summary>
    internal async Task<int> Run(HostApplicationBuilder builder)
    {
        IHost app;
        RootApplications roots;
        Node node;
        try
        {
            node = _owner.NodeFor((NodeRecipe)builder.Services.First(static d => d.ServiceType == typeof(NodeRecipe)).ImplementationInstance!); // registered as an instance
            AddTo(builder, node);
            app = builder.Build();
            roots = app.Services.GetRequiredService<RootApplications>();
        }
        catch (Exception e)
        {
            Finish(e.ToString());
            return 1;
        }

        await using var _ = ((IAsyncDisposable)app).ConfigureAwait(false);
        try
        {
            _built.TrySetResult(null);
            await _turn.Task.ConfigureAwait(false);
            if (_stop.Task.IsCompleted)
                return 0;
            _owner.Loggers.Use(app.Services.GetRequiredService<ILoggerFactory>());
            _owner.Services.Use(app.Services);
            var failure = await TryStart(app, roots).ConfigureAwait(false);
            _started.TrySetResult(failure);
            if (failure is null)
            {
                var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
                await Task.WhenAny(_stop.Task, Task.Delay(Timeout.Infinite, stopping)).ConfigureAwait(false);
                if (!_stop.Task.IsCompleted)
                    _owner.EndedByItself(this, roots.Failure?.ToString());
            }

            await Stop(app, node).ConfigureAwait(false);
            return failure is null ? 0 : 1;
        }
        finally
        {
            _owner.Loggers.Use(null);
            _owner.Services.Use(null);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewOf<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>In a method of its own: the thread that called it must not hold the context on its stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only the development command reloads, and trimmed programs have no entry point to ask for.")]
    private Thread Prepare(ApplicationLibraries libraries, string[] args)
    {
        var context = ApplicationContext.ForVersion(libraries, Path);
        _context = new WeakReference(context);
        var entry = context.LoadProgram(Path).EntryPoint ?? throw new BadImageFormatException("It has no entry point.");
        return new Thread(() => Enter(entry, args, context)) { Name = "Zhar application" };
    }

    private void Enter(MethodInfo entry, string[] args, ApplicationContext context)
    {
        Ambient.Value = this;
        string? failure = null;
        try
        {
            entry.Invoke(null, entry.GetParameters().Length == 0 ? null : [args]);
        }
        catch (TargetInvocationException e)
        {
            failure = e.InnerException!.ToString(); // that of the program
        }
        finally
        {
            context.Unload();
            Finish(failure ?? "The program has ended before it ran an application with ZharHost.Run.");
        }
    }

    /// <summary>The version is over. Reasons are for whoever still waits to hear one.</summary>
    private void Finish(string reason)
    {
        _built.TrySetResult(reason);
        _started.TrySetResult(reason);
        _ended.TrySetResult();
    }

    private void AddTo(HostApplicationBuilder builder, Node node)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton(node));
        builder.Services.AddSingleton(_owner.State);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>(); // signals go to the program as a whole
        builder.Logging.AddFilter(ZharHost.HostCategory, static level => level >= LogLevel.Information && level != LogLevel.Error); // the terminal says why a start failed
        builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = StopPatience);

        // A secret that changed with each version would end the sessions and the forms of all open pages. Any other source of the configuration wins.
        ((IList<Microsoft.Extensions.Configuration.IConfigurationSource>)builder.Configuration.Sources).Insert(0, new MemoryConfigurationSource { InitialData = [new("SECRET_KEY_BASE", _owner.Secret)] });
    }

    private static async Task<string?> TryStart(IHost app, RootApplications roots)
    {
        try
        {
            await app.StartAsync().ConfigureAwait(false);
            return null;
        }
        catch (ApplicationStartException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (roots.Failure is { } failure)
        {
            return $"The application ended by itself. {failure}.";
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private static async Task Stop(IHost app, Node node)
    {
        try
        {
            await app.StopAsync().ConfigureAwait(false);
            await node.Applications.Clear().WaitAsync(StopPatience).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A hosted service that cannot stop is the old version's trouble: what it leaves behind is killed below.
        }

        await node.Kill().ConfigureAwait(false);
        node.Applications.OnFatalEnd = null;
        foreach (var (key, value) in node.PersistentTerms)
        {
            if (value?.GetType().IsCollectible == true || key.GetType().IsCollectible)
                node.PersistentTerms.TryRemove(key, out _);
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
