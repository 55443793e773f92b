using Zhar.Data.Sqlite;

namespace Zhar.Data.Tests.Repos;

/// <summary>The repo of these tests.</summary>
public sealed partial class TestRepo : Zhar.Data.Repo
{
    /// <summary>A new database in a file of its own, gone with the repo's folder.</summary>
    public static TestRepo InFile(out string path, Action<RepoOptions>? configure = null)
    {
        path = Path.Combine(Directory.CreateTempSubdirectory("zhar-data-").FullName, "test.db");
        var options = new RepoOptions { Adapter = new SqliteAdapter(), Database = path };
        configure?.Invoke(options);
        return Open(options);
    }
}
