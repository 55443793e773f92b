using Zhar.Data.Migrations;

namespace Zhar.Data.Testing;

/// <summary>The <see cref="RepoFixture"/> of one class of repo.</summary>
/// <typeparam name="TRepo">The application's repo.</typeparam>
public class RepoFixture<TRepo> : RepoFixture
    where TRepo : Repo, new()
{
    /// <summary>The environment variable with the URL of a server to test on.</summary>
    public const string UrlVariable = "TEST_DATABASE_URL";

    /// <summary>The repo, started and migrated. The first who asks waits for that.</summary>
    public new TRepo Repo => (TRepo)base.Repo;

    /// <summary>Where the database is. Default: that of <see cref="UrlVariable"/>, or a file of SQLite in the temporary folder; each with a name of its own.</summary>
    protected virtual RepoOptions Options()
    {
        var options = new RepoOptions();
        var suffix = $"{typeof(TRepo).Name.ToLowerInvariant()}_{Guid.NewGuid():N}";
        if (Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } url)
        {
            DatabaseUrl.Apply(url, options);
            options.Database = $"{options.Database}_{suffix}";
        }
        else
        {
            options.Scheme = "sqlite";
            options.Database = Path.Combine(Path.GetTempPath(), $"test_{suffix}.db");
        }

        return options;
    }

    /// <summary>The migrations that make the database's structure. Default: those of the assembly of the repo's class.</summary>
    protected virtual MigrationSource Migrations() => MigrationSource.Of(typeof(TRepo).Assembly);

    /// <summary>Runs once after the migrations: rows that all tests see.</summary>
    protected virtual Task Seed(TRepo repo) => Task.CompletedTask;

    private protected override async Task<Repo> Start()
    {
        var repo = new TRepo();
        repo.Configure(Options(), TimeProvider.System, null);
        await Storage.Create(repo).ConfigureAwait(false);
        repo.Runtime.Start();
        await new Migrator(repo, Migrations()).Up().ConfigureAwait(false);
        await Seed(repo).ConfigureAwait(false);
        Sandbox.Start(repo);
        return repo;
    }

    private protected override async Task End(Repo repo)
    {
        await Sandbox.Stop(repo).ConfigureAwait(false);
        await repo.DisposeAsync().ConfigureAwait(false);
        await Storage.Drop(repo).ConfigureAwait(false);
    }
}
