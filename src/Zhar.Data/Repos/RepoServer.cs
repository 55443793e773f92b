using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhar.Runtime;

namespace Zhar.Data;

/// <summary>The process that owns a repo's pool: opens it, and closes it at its end, whatever that is.</summary>
internal sealed class RepoServer(Repo repo, DynamicRepo? dynamic, IServiceProvider services) : GenServer<RepoRuntime>
{
    private ConnectionPool? _pool;

    protected override bool HasAsyncHandlers => false;

    internal ValueTask Open()
    {
        Process.TrapExit = true; // so that Terminate runs and waits for the connections to close
        var runtime = dynamic is null
            ? repo.Runtime
            : repo.AddDynamic(dynamic, services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetService<ILoggerFactory>());

        // After a kill of its supervisor the process before this one may still be about to end. Its pool is not this one's.
        _pool = runtime.Start(() => runtime.Owner is not null);
        runtime.Owner = Self;

        // A kill does not run Terminate.
        Token.UnsafeRegister(static state => ((RepoServer)state!).Close(), this);
        return AcceptInit(Ok(runtime));
    }

    protected override async ValueTask Terminate(ExitReason reason)
    {
        if (dynamic is not null)
            repo.RemoveDynamic(dynamic.Name);
        if (_pool is not null)
            await State.Stop(_pool);
    }

    private void Close()
    {
        if (_pool is not null)
            State.CloseInBackground(_pool);
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
