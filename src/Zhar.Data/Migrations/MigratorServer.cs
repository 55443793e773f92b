using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhar.Runtime;

namespace Zhar.Data.Migrations;

/// <summary>Migrates in its Init, and then says that no process is needed.</summary>
internal sealed class MigratorServer(Migrator migrator) : GenServer<Unit>
{
    internal async ValueTask Migrate()
    {
        await migrator.Up(Token);
        await AcceptInit(Ignore);
    }
}

/// <summary>How to make it.</summary>
internal sealed class MigratorStart<TRepo>(MigrationSource? source, MigratorOptions? options) : ServerStart
    where TRepo : Repo
{
    public override bool NeedsServices => true;

    public override Type ServerType => typeof(MigratorServer);

    public override GenServer Create(IServiceProvider services) => new MigratorServer(new Migrator(
        services.GetService<TRepo>() ?? throw new InvalidOperationException($"{typeof(TRepo).FullName} is not among the services. Add it in the application's Configure: services.AddRepo<{typeof(TRepo).Name}>(config);"),
        source,
        options,
        services.GetService<ILoggerFactory>()?.CreateLogger("Zhar.Data.Migrations")));

    public override ValueTask Init(GenServer server) => ((MigratorServer)server).Migrate();
}
