using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Data;
using Zhar.Data.Migrations;

namespace Accounts;

/// <summary>The tree: the repo with its connections, then the migrations that are missing. The commands come when both are done.</summary>
public sealed class Application : ZharApplication
{
    protected override void Configure(IServiceCollection services, IConfiguration config)
    {
        services.AddRepo<Repo>(config, Default);
        services.AddSingleton<Users>();
    }

    protected override SupervisorSpec Start() => Supervisor.RestForOne(
        Repo.Child(),
        Migrator.Child<Repo>());

    /// <summary>A file in the working directory, unless DATABASE_URL or the section "Repo" of the configuration names something else.</summary>
    internal static void Default(RepoOptions options)
    {
        options.Database ??= options.Scheme is null or "sqlite" ? "accounts.db" : "accounts";
    }
}
