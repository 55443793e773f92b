namespace Zhar.Data.Testing;

/// <summary>A database for tests, created and migrated on first use and dropped at the end, whose repo is under the <see cref="Sandbox"/>.</summary>
/// <remarks>Share one between all tests: as a class, collection or assembly fixture. Safe from any thread.</remarks>
public abstract class RepoFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Repo>> _repo;

    private protected RepoFixture() => _repo = new Lazy<Task<Repo>>(() => Task.Run(Start));

    /// <summary>The repo, started and migrated. The first who asks waits for that.</summary>
    public Repo Repo => _repo.Value.GetAwaiter().GetResult();

    /// <summary>The repo, without blocking.</summary>
    public Task<Repo> GetRepo() => _repo.Value;

    /// <summary>Stops the repo and drops the database.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_repo.IsValueCreated && _repo.Value.IsCompletedSuccessfully)
            await End(await _repo.Value.ConfigureAwait(false)).ConfigureAwait(false);
    }

    private protected abstract Task<Repo> Start();

    private protected abstract Task End(Repo repo);
}
