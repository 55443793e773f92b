using Zhar;
using Zhar.Data.Migrations;

namespace Showcase;

/// <summary>Refuses the start while the database lacks migrations: in production somebody decides when they run. A process that looks while the tree starts, and is gone then.</summary>
public sealed partial class SchemaCheck(Repo repo) : GenServer<Unit>
{
    private async ValueTask<Init<Unit>> Init()
    {
        var missing = (await new Migrator(repo, Application.Migrations).Status()).Where(static m => !m.IsUp).ToList();
        return missing.Count == 0 ? Ignore : throw new MigrationException($"""
            The database lacks {missing.Count} migration{(missing.Count == 1 ? "" : "s")}: {string.Join(", ", missing.Select(static m => m.Name))}.
            Run them first, with the same settings:

                dotnet Showcase.dll migrate        (or from the repository: ./dev run migrate)
            """);
    }
}
