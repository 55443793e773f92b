using Zhar.Benchmarks;
using Zhar.Benchmarks.Children;
using Zhar.Data.Benchmarks.Chapters;

namespace Zhar.Data.Benchmarks;

/// <summary>All rows of the data layer: repos beside ADO.NET, Dapper, linq2db and EF Core.</summary>
internal static class DataSuite
{
    internal static IReadOnlyList<IChapter> Chapters { get; } =
    [
        new Casting(),
        new ColdStart(),
        new Operations("sqlite", async () => await SqliteDatabase.Create()),
        new Operations("postgres", async () => await PostgresDatabase.Create(PostgresDatabase.Url ?? throw new InvalidOperationException("no PostgreSQL server: ./dev bench data starts one"))),
    ];

    internal static IReadOnlyDictionary<string, Func<string[], Task>> Scenarios { get; } = new Dictionary<string, Func<string[], Task>> { [ColdStart.Scenario] = ColdStart.RunHere };

    internal static Task<int> Run(Options options) => new Suite("data", "The data layer", Chapters).Run(options);
}
