using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

/// <summary>Queries whose rows do not come from a table alone, and what the database says of a query.</summary>
public sealed class SourceTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private static readonly Query<Author> Authors = Query.From<Author>();
    private static readonly Query<Book> Books = Query.From<Book>();

    [Theory, OnDatabases]
    public async Task A_statement_of_ones_own_is_a_source_whose_holes_are_parameters(Database database)
    {
        await using var library = await Library.Open(database);
        foreach (var (least, expected) in new (int, string[])[] { (7, ["Beta", "Gamma"]), (4, ["Alpha", "Beta", "Gamma"]) })
        {
            var good = Query.FromSql<Book>($"select * from books where score >= {least}");

            Check.Equal(expected, (await library.All(good.OrderBy(b => b.Title).Select(b => b.Title))));
            Check.Equal(expected.Length, (await library.All(Authors.Join(good, (a, b) => b.AuthorId == a.Id, (a, b) => new { a.Name, b.Title }))).Count(r => r.Name == "Ann"));
        }

        Check.Equal("Beta", (await library.Repo.One(Query.FromSql<Book>($"select * from books where title = {"Beta"}")))!.Title);
    }

    [Theory, OnDatabases]
    public async Task A_list_of_records_is_a_source(Database database)
    {
        await using var library = await Library.Open(database);
        foreach (var names in new string[][] { ["Zoe", "Yan"], ["Zoe", "Yan", "Xim"], ["Zoe"] })
        {
            var rows = Query.Values(names.Select((name, i) => new Author { Id = i + 1, Name = name, Age = i == 0 ? null : i, Role = Role.Admin }));

            Check.Equal(names.Order(), await library.All(rows.OrderBy(r => r.Name).Select(r => r.Name)));
            Check.Equal(names.Select((name, i) => ((string[])["Ann", "Bob", "Cid"])[i] + name).Order(),
                (await library.All(Authors.Join(rows, (a, r) => a.Id == r.Id, (a, r) => a.Name + r.Name))).Order());
            Check.Equal(1, await library.Repo.Count(rows.Where(r => r.Age == null)));
            Check.Equal(names.Length, await library.Repo.Count(rows.Where(r => r.Role == Role.Admin)));
        }

        Check.Empty(await library.Repo.All(Query.Values<Author>([])));
    }

    [Theory, OnDatabases]
    public async Task A_common_table_expression_may_say_whether_it_is_computed_for_itself(Database database)
    {
        await using var library = await Library.Open(database);
        var good = Books.Where(b => b.Score > 4).AsCte("good", materialized: true);

        Check.Equal(3, (await library.All(good.Select(b => b.Title))).Count);
        Check.Equal(database != Database.MariaDB, library.Repo.ToSql(good).Sql.Contains("AS MATERIALIZED", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, OnDatabases]
    public async Task A_value_may_be_compared_with_any_or_all_rows_of_a_subquery(Database database)
    {
        await using var library = await Library.Open(database);

        Check.Equal(["Beta"], await library.All(Books.Where(b => Books.All(other => b.Score >= other.Score)).Select(b => b.Title)));
        Check.Equal(["Ann"], await library.All(Authors.Where(a => Books.Where(b => b.AuthorId == a.Id).Any(b => b.Score > 5)).Select(a => a.Name)));
        Check.Equal(["Ann", "Bob"], (await library.All(Authors.Where(a => Books.Select(b => b.AuthorId).Contains(a.Id)).Select(a => a.Name))).Order());
    }

    [Theory, OnDatabases]
    public async Task A_list_may_be_spliced_into_a_fragment(Database database)
    {
        await using var library = await Library.Open(database);
        foreach (var (titles, expected) in new (string[], string[])[] { (["Beta", "Delta"], ["Beta", "Delta"]), (["Alpha", "Beta"], ["Alpha", "Beta"]), (["Gamma"], ["Gamma"]), (["Alpha", "Beta", "Gamma"], ["Beta", "Gamma"]) })
        {
            var least = titles.Length == 3 ? 6 : 0;
            var found = Books.Where(b => Fn.Fragment<bool>($"({b.Title} in ({Fn.Splice(titles)}) and {b.Score} > {least})")).OrderBy(b => b.Title).Select(b => b.Title);

            Check.Equal(expected, await library.All(found));
        }

        string[] none = [];
        Check.Contains("empty", (await Check.ThrowsAsync<QueryException>(() => library.Repo.All(Books.Where(b => Fn.Fragment<bool>($"{b.Title} in ({Fn.Splice(none)})"))))).Message);
    }

    [Theory, OnDatabases]
    public async Task The_database_explains_a_query(Database database)
    {
        await using var library = await Library.Open(database);
        var title = "Beta";

        var plan = await library.Repo.Explain(Books.Where(b => b.Title == title && b.Score > 1));

        Check.Contains(database switch { Database.SQLite => "SCAN", Database.MariaDB => "Using where", _ => "Filter" }, plan);
        if (database == Database.PostgreSQL)
            Check.Contains("actual time", await library.Repo.Explain(Books, analyze: true));
        else if (database == Database.SQLite)
            await Check.ThrowsAsync<NotSupportedException>(() => library.Repo.Explain(Books, analyze: true));
    }

    [Theory, OnDatabases]
    public async Task Several_statements_in_one_text_have_a_result_each(Database database)
    {
        await using var library = await Library.Open(database);

        var results = await library.Repo.QueryMany("select name from teams order by id; select count(*) from books");

        Check.Equal(2, results.Count);
        Check.Equal(["North", "South"], results[0].Rows.Select(r => (string)r[0]!));
        Check.Equal(5L, Convert.ToInt64(Check.Single(results[1].Rows)[0]));
    }

    [Theory, OnDatabases]
    public async Task A_lock_is_part_of_one_program_for_all_databases(Database database)
    {
        await using var library = await Library.Open(database);

        var result = await library.Repo.Transact(async _ =>
        {
            var job = await library.Repo.OneOrThrow(Books.OrderBy(b => b.Id).Take(1).Lock(RowLock.ForUpdateSkipLocked));
            return (await library.Repo.Get<Book>(job.Id, new() { Lock = RowLock.ForUpdate }))!;
        });

        Check.Equal("Alpha", result.OrThrow().Title);
    }
}
