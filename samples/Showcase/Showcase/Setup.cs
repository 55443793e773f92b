using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Zhar.Data;
using Zhar.Data.Migrations;

namespace Showcase;

/// <summary>The command <c>migrate</c>: makes the database, if its server lets us, and brings its structure up.</summary>
internal static class Setup
{
    public static async Task<int> Migrate()
    {
        try
        {
            var host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
            var options = RepoConfiguration.Read(host.Configuration, nameof(Repo));
            Application.Default(options);
            await using var repo = Repo.Open(options);
            var created = await Storage.Create(repo);
            var applied = await new Migrator(repo, Application.Migrations).Up();
            Console.WriteLine($"{options.Target} {(created ? "was created" : "was there already")}; {applied.Count} migration{(applied.Count == 1 ? "" : "s")} applied.");
            return 0;
        }
        catch (Exception e) when (e is RepoConfigurationException or DatabaseConnectionException or DatabaseException or MigrationException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
