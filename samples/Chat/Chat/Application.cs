using ChatWeb;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Data;
using Zhar.Data.Migrations;
using Zhar.Web;

namespace Chat;

/// <summary>The tree: the repo, the tables, the first rooms, who tells whom, who is there; the endpoint comes last, when all is ready.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config, Default);
        services.AddSingleton(static provider => new Rooms(provider.GetRequiredService<Repo>(), provider.GetRequiredService<PubSub>()));
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>(),
        FirstRooms.Child(),
        PubSub.Child(),
        ChatPresence.Child(),
        Endpoint.Child());

    /// <summary>A file in the working directory, unless DATABASE_URL or the section "Repo" of the configuration names something else.</summary>
    internal static void Default(RepoOptions options)
    {
        options.Scheme ??= "sqlite";
        options.Database ??= options.Scheme == "sqlite" ? "chat.db" : "chat";
    }
}
