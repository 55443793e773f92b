namespace Zhar.Data.Testing;

/// <summary>The <see cref="DataCase"/> of one class of repo.</summary>
/// <typeparam name="TRepo">The application's repo.</typeparam>
public abstract class DataCase<TRepo> : DataCase
    where TRepo : Repo, new()
{
    /// <summary>Makes the test the owner of its part of the database.</summary>
    protected DataCase(RepoFixture<TRepo> database)
        : base(database) => Repo = database.Repo;

    /// <summary>The repo.</summary>
    protected new TRepo Repo { get; }
}
