using Zhar.Data.Migrations;

namespace MyApp.Seeds;

/// <summary>Rows that a new database needs: <c>zhar db seed</c> runs it, and <c>zhar db reset</c> too. It may run again at any time.</summary>
public sealed class FirstRows(Repo repo) : Seed
{
    public override Task Run(CancellationToken cancellationToken)
    {
        // await repo.Insert(new Product { Name = "Tea" }, new() { OnConflict = OnConflict.Nothing });
        _ = repo;
        return Task.CompletedTask;
    }
}
