using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ShowcaseWeb;
using Zhar;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Web;

namespace Showcase;

/// <summary>The tree: the repo and its migrations, then who needs them; the endpoint comes last, when all is ready.</summary>
public sealed partial class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config, Default);
        services.AddSingleton<Passwords>();
        services.AddSingleton<Users>();
        services.AddSingleton<Posts>();
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>(),
        FirstUsers.Child(),
        FirstPosts.Child(),
        PubSub.Child(),
        BoardPresence.Child(),
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
