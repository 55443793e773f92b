using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Zhar.Data;
using Zhar.Data.Migrations;

namespace Accounts;

/// <summary>Creates the database on its server, for which the program itself must not have the rights.</summary>
internal static class Setup
{
    public static async Task<int> Run(Screen screen)
    {
        try
        {
            var options = RepoConfiguration.Read(Host.CreateApplicationBuilder([]).Configuration, nameof(Repo));
            Application.Default(options);
            await using var repo = Repo.Open(options);
            var created = await Storage.Create(repo);
            var applied = await new Migrator(repo).Up();
            screen.Good($"{options.Target} {(created ? "was created" : "was there already")}; {applied.Count} migration{(applied.Count == 1 ? "" : "s")} applied.");
            return 0;
        }
        catch (Exception e) when (e is RepoConfigurationException or DatabaseConnectionException or DatabaseException or MigrationException)
        {
            screen.Error(e.Message);
            return 1;
        }
    }
}
