using Chat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Showcase.Migrations;
using ShowcaseWeb;
using Zhar;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Web;
using ChatPresence = ChatWeb.ChatPresence;

namespace Showcase;

/// <summary>The tree: the repo and its migrations, then who needs them; the endpoint comes last, when all is ready.</summary>
public sealed partial class Application : ZharApplication
{
    private bool _migrates;

    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        _migrates = config.GetValue("Showcase:Migrate", false);
        services.AddRepo<Repo>(config, Default);
        services.AddSingleton<Passwords>();
        services.AddSingleton<Users>();
        services.AddSingleton<Posts>();
        services.AddSingleton(static provider => new Rooms(provider.GetRequiredService<Repo>(), provider.GetRequiredService<PubSub>()));
    }

    /// <summary>All migrations: the chat has its own.</summary>
    internal static MigrationSource Migrations { get; } = MigrationSource.Of(typeof(CreateUsers), typeof(CreateParts), typeof(Chat.Migrations.CreateRooms));

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        _migrates ? Migrator.Child<Repo>(Migrations) : SchemaCheck.Child(),
        FirstUsers.Child(),
        FirstSteps.Child(),
        PubSub.Child(),
        BoardPresence.Child(),
        ChatPresence.Child(),
        Supervisor.Child(Demonstrations(), "demonstrations"),
        Endpoint.Child());

    // A counter that is crashed four times within five seconds ends its supervisor too. It stops here: the web never notices.
    private static SupervisorSpec Demonstrations() => Supervisor.OneForOne(
        CounterSupervisor.Child() with { Name = CounterSupervisor.Name },
        Store.Child() with { Name = Store.Name },
        Board.Child() with { Name = Board.Name }) with { MaxRestarts = 1000 };

    /// <summary>A file in the working directory, unless DATABASE_URL or the section "Repo" of the configuration names something else.</summary>
    internal static void Default(RepoOptions options)
    {
        options.Scheme ??= "sqlite";
        options.Database ??= options.Scheme == "sqlite" ? "showcase.db" : "showcase";
    }
}
