namespace Zhar.Data.Testing;

/// <summary>Base of tests that use a repo: each has the database to itself, and what it writes is gone at its end. Such tests may run beside each other.</summary>
/// <remarks>
/// The test's tasks and the processes that it starts belong to it. Others need <c>Sandbox.Allow(Repo, pid)</c> or <c>Sandbox.Share(Repo)</c>. Source: Phoenix's
/// DataCase, Ecto.Adapters.SQL.Sandbox.
/// </remarks>
public abstract class DataCase : IAsyncDisposable
{
    /// <summary>Makes the test the owner of its part of the database.</summary>
    protected DataCase(RepoFixture database)
    {
        ArgumentNullException.ThrowIfNull(database);
        Repo = database.Repo;

        // Here and not in a method that the framework awaits: what an async method sets is undone when it returns.
        Owner = Sandbox.Checkout(Repo);
        Task.Run(() => Owner.Open()).GetAwaiter().GetResult();
    }

    /// <summary>The repo.</summary>
    protected Repo Repo { get; }

    /// <summary>The test's part of the database.</summary>
    protected SandboxOwner Owner { get; }

    /// <summary>Undoes what the test has written. An override calls this last.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Owner.DisposeAsync().ConfigureAwait(false);
    }
}
