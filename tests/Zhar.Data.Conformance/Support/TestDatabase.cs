using Microsoft.Extensions.Logging;
using Zhar.Data.Migrations;

namespace Zhar.Data.Conformance;

/// <summary>A database of its own for one case, with an open repo; both are gone when it is disposed of.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly List<TestRepo> _repos = [];
    private readonly ILoggerFactory? _loggerFactory;

    private TestDatabase(Database database, RepoOptions options, ILoggerFactory? loggerFactory)
    {
        Database = database;
        Options = options;
        _loggerFactory = loggerFactory;
        Repo = NewRepo();
    }

    public Database Database { get; }

    public RepoOptions Options { get; }

    public TestRepo Repo { get; }

    /// <summary>Creates the database, empty or with the structure that the migrations describe.</summary>
    public static async Task<TestDatabase> Create(Database database, IReadOnlyList<Type>? migrations = null, Action<RepoOptions>? configure = null, ILoggerFactory? loggerFactory = null)
    {
        var options = Databases.Options(database, $"zhar_case_{Guid.NewGuid():N}");
        configure?.Invoke(options);
        var made = new TestDatabase(database, options, loggerFactory);
        await Storage.Create(made.Repo);
        if (migrations is not null)
            await new Migrator(made.Repo, MigrationSource.Of(migrations)).Up();
        return made;
    }

    /// <summary>One more repo on the same database, with a pool of its own: another node.</summary>
    public TestRepo NewRepo()
    {
        var repo = TestRepo.Open(Options, _loggerFactory);
        _repos.Add(repo);
        return repo;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var repo in _repos)
            await repo.DisposeAsync();
        await Storage.Drop(Repo);
    }
}
