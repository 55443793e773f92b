using System.Linq.Expressions;
using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

[Schema("options")]
public partial record Choice
{
    [PrimaryKey] public int Id { get; init; }
    public int? A { get; init; }
    public int? B { get; init; }
    public string? S { get; init; }
}

/// <summary>A condition on columns that may be null finds the rows that the same condition finds in memory.</summary>
public sealed class ThreeValueTests(ITestOutputHelper output) : ConformanceTest(output)
{
    [Theory, OnDatabases]
    public async Task A_condition_finds_what_it_finds_in_memory(Database database)
    {
        await using var made = await TestDatabase.Create(database);
        var repo = made.Repo;
        await repo.Query("create table options (id integer primary key, a integer, b integer, s varchar(9))");
        List<Choice> all = [];
        foreach (var a in (int?[])[null, 1, 2])
        {
            foreach (var b in (int?[])[null, 1, 2])
            {
                foreach (var s in (string?[])[null, "", "a"])
                    all.Add(new Choice { Id = all.Count + 1, A = a, B = b, S = s });
            }
        }

        await repo.InsertAll<Choice>(all);
        int? one = 1;
        List<int?> ones = [1], onesAndNull = [1, null], none = [];
        string[] texts = ["a"];
        var finds = new List<Expression<Func<Choice, bool>>>
        {
            c => ones.Contains(c.A),
            c => !ones.Contains(c.A),
            c => !(ones.Contains(c.A) && c.B == one),
            c => !(ones.Contains(c.A) || c.B == one),
            c => !(!ones.Contains(c.A) && c.B == one),
            c => ones.Contains(c.A) == false,
            c => ones.Contains(c.A) != true,
            c => ones.Contains(c.A) == ones.Contains(c.B),
            c => !(onesAndNull.Contains(c.A) && c.B == one),
            c => !onesAndNull.Contains(c.A),
            c => onesAndNull.Contains(c.A) == false,
            c => !(none.Contains(c.A) || c.B == one),
            c => !(texts.Contains(c.S) && c.A == one),
            c => (ones.Contains(c.A) ? 1 : 2) == 2,
            c => (c.A > 1) ^ (c.B > 1),
            c => !((c.A > 1) ^ (c.B > 1)),
            c => ones.Contains(c.A) ^ ones.Contains(c.B),
            c => !(c.A > 1),
            c => !(c.A == c.B),
            c => c.A != one,
        };

        foreach (var condition in finds)
        {
            var expected = all.AsQueryable().Where(condition).Select(static c => c.Id).ToList();
            var found = (await repo.All(Query.From<Choice>().Where(condition).OrderBy(c => c.Id))).ConvertAll(static c => c.Id);
            Check.True(expected.SequenceEqual(found), $"{condition}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
        }
    }
}
