using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

[Schema("notes")]
public partial record Note
{
    [PrimaryKey] public int Id { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public int[]? Numbers { get; init; }
    public IReadOnlyDictionary<string, int>? Counts { get; init; }
}

public sealed class ListTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Theory, OnDatabases]
    public async Task DATA_054(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var repo = made.Repo;
        var isPostgres = database == Database.PostgreSQL;
        await repo.Query($"create table notes (id integer primary key, tags {(isPostgres ? "text[]" : "text")} not null, numbers {(isPostgres ? "integer[]" : "text")}, counts {(isPostgres ? "jsonb" : "text")})");
        var notes = Query.From<Note>().OrderBy(n => n.Id);

        (await repo.Insert(new Note { Id = 1, Tags = ["a", "b\"c", "д"], Numbers = [1, -2], Counts = new Dictionary<string, int> { ["x"] = 1 } })).OrThrow();
        (await repo.Insert(new Note { Id = 2 })).OrThrow();

        var rows = await repo.All(notes);
        Check.Equal(["a", "b\"c", "д"], rows[0].Tags);
        Check.Equal([1, -2], rows[0].Numbers!);
        Check.Equal(1, rows[0].Counts!["x"]);
        Check.Empty(rows[1].Tags);
        Check.Null(rows[1].Numbers);
        Check.Equal(["a", "b\"c", "д"], (await repo.GetOrThrow<Note>(1)).Tags);
        Check.Equal([1, -2], (await repo.All(notes.Where(n => n.Id == 1).Select(n => n.Numbers)))[0]!);

        // push and pull
        var tag = "new";
        await repo.UpdateAll(notes, set => set.Push(n => n.Tags, tag));
        Check.Equal(["a", "b\"c", "д", "new"], (await repo.GetOrThrow<Note>(1)).Tags);
        Check.Equal(["new"], (await repo.GetOrThrow<Note>(2)).Tags);
        await repo.UpdateAll(notes.Where(n => n.Id == 1), set => set.Pull(n => n.Tags, "a").Set(n => n.Numbers, new[] { 7 }));
        Check.Equal(["b\"c", "д", "new"], (await repo.GetOrThrow<Note>(1)).Tags);
        Check.Equal([7], (await repo.GetOrThrow<Note>(1)).Numbers!);
    }
}
