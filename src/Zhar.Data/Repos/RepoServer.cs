using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhar.Runtime;

namespace Zhar.Data;

/// <summary>The process that owns a repo's pool: opens it, and closes it at its end, whatever that is.</summary>
internal sealed class RepoServer(Repo repo, DynamicRepo? dynamic, IServiceProvider services) : GenServer<RepoRuntime>
{
    protected override bool HasAsyncHandlers => false;

    private ConnectionPool? _pool;

    internal ValueTask Open()
    {
        Process.TrapExit = true; // so that Terminate runs and waits for the connections to close
        var self = Process.Live("Repo.Child");
        var supervisor = self.Lineage.Parent.Target as ProcessCore;
        RepoRuntime runtime;
        if (dynamic is null)
        {
            runtime = repo.Runtime;
            _pool = runtime.Start(supervisor);
        }
        else
        {
            (runtime, _pool) = repo.StartDynamic(dynamic, supervisor, services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetService<ILoggerFactory>());
        }

        // A kill does not run Terminate. The place is free before the supervisor hears of the death and starts the successor.
        self.AddOwned(new Holding(runtime, _pool));
        return AcceptInit(Ok(runtime));
    }

    protected override async ValueTask Terminate(ExitReason reason)
    {
        var pool = _pool!; // Open has set it
        if (dynamic is null)
            State.Leave(pool);
        else
            repo.LeaveDynamic(dynamic.Name, State, pool);
        await pool.DisposeAsync();
    }

    /// <summary>The pool, which lives no longer than its process.</summary>
    private sealed class Holding(RepoRuntime runtime, ConnectionPool pool) : IOwned
    {
        public void Release(ProcessCore owner, ExitReason reason)
        {
            runtime.Leave(pool);
            pool.DisposeAsync().AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}

/// <summary>How to make it.</summary>
internal sealed class RepoServerStart<TRepo>(DynamicRepo? dynamic) : ServerStart
    where TRepo : Repo
{
    public override bool NeedsServices => true;

    public override Type ServerType => typeof(RepoServer);

    public override GenServer Create(IServiceProvider services) => new RepoServer(
        services.GetService<TRepo>() ?? throw new InvalidOperationException($"{typeof(TRepo).FullName} is not among the services. Add it in the application's Configure: services.AddRepo<{typeof(TRepo).Name}>(config);"),
        dynamic,
        services);

    public override ValueTask Init(GenServer server) => ((RepoServer)server).Open();
}
