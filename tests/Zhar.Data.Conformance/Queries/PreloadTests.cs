using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

public sealed class PreloadTests(ITestOutputHelper output) : ConformanceTest(output)
{
    private static readonly Query<Author> Authors = Query.From<Author>().OrderBy(a => a.Id);

    [Theory, OnDatabases]
    public async Task DATA_092(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        var statements = new List<string>();
        using var watch = repo.Observe(e => statements.Add(e.Sql));

        // One query a level, in the association's order; an owner without rows has an empty list.
        var authors = await repo.All(Authors.Preload(a => a.Books).Preload(a => a.Team));
        Check.Equal(3, statements.Count);
        Check.Equal(["Beta", "Gamma", "Alpha"], authors[0].Books.Select(b => b.Title));
        Check.Empty(authors[2].Books);
        Check.Equal("North", authors[0].Team.Value!.Name);
        Check.True(authors[2].Team.IsLoaded);
        Check.Null(authors[2].Team.Value);

        // What is loaded stays, unless it is forced.
        statements.Clear();
        Check.Equal(authors, await repo.Preload(authors, a => a.Books));
        Check.Empty(statements);
        await repo.Query("update books set title = 'Changed' where id = 1");
        Check.Equal("Alpha", (await repo.Preload(authors[0], a => a.Books)).Books[2].Title);
        Check.Equal("Changed", (await repo.Preload(authors[0], a => a.Books, new() { Force = true })).Books[2].Title);
        Check.Equal(1, statements.Count(s => s.Contains("select", StringComparison.OrdinalIgnoreCase)));

        // By name, a list of names, nested, many to many.
        statements.Clear();
        var nested = await repo.All(Query.From<Team>().OrderBy(t => t.Id).Preload("Authors.Books.Reviews", "Authors.Books.Genres"));
        Check.Equal(5, statements.Count);
        var alpha = nested[0].Authors.Single(a => a.Id == 1).Books.Single(b => b.Id == 1);
        Check.Equal([4, 2], alpha.Reviews.Select(r => r.Stars));
        Check.Equal(["Prose", "Verse"], alpha.Genres.Select(g => g.Name));

        // Beneath what is loaded already.
        var deeper = await repo.Preload([authors[0]], q => q.Preload("Books.Reviews"));
        Check.Equal(2, deeper[0].Books.Single(b => b.Id == 1).Reviews.Count);

        // Through.
        var teams = await repo.Preload(await repo.All(Query.From<Team>().OrderBy(t => t.Id)), t => t.Books);
        Check.Equal([1L, 2L, 3L, 4L, 5L], teams[0].Books.Select(b => b.Id).Order());
        Check.Empty(teams[1].Books);

        // With a query, whose own preloads are nested.
        var published = await repo.All(Authors.Preload(a => a.Books, books => books.Where(b => b.IsPublished).OrderBy(b => b.Id).Preload(b => b.Reviews)));
        Check.Equal([1L, 2L], published[0].Books.Select(b => b.Id));
        Check.Equal(2, published[0].Books[0].Reviews.Count);
        var verse = await repo.All(Query.From<Book>().Where(b => b.Id == 1).Preload(b => b.Genres, genres => genres.Where(g => g.Name == "Verse")));
        Check.Equal(["Verse"], verse[0].Genres.Select(g => g.Name));

        // With a function, which gets each key once; owners without a key are left out.
        IReadOnlyList<object> asked = [];
        var made = await repo.All(Query.From<Book>().OrderBy(b => b.Id).Preload(b => b.Reviews, (keys, _) =>
        {
            asked = keys;
            return Task.FromResult<IReadOnlyList<Review>>([new Review { Id = 9, BookId = 1, Stars = 1 }]);
        }));
        Check.Equal(5, asked.Count);
        Check.Equal([9], made[0].Reviews.Select(r => r.Id));
        Check.Empty(made[1].Reviews);
        statements.Clear();
        await repo.Preload([new Author { Id = 0, TeamId = null }], a => a.Team);
        Check.Empty(statements);

        var e = await Check.ThrowsAsync<SchemaException>(() => repo.All(Authors.Preload("Nothing")));
        Check.Contains("Books", e.Message);
    }

    [Theory, OnDatabases]
    public async Task DATA_092_from_a_join(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        var statements = new List<string>();
        using var watch = repo.Observe(e => statements.Add(e.Sql));

        // The condition of the query holds for what is preloaded; an owner comes once, in its first row's place.
        var authors = await repo.All(Authors.JoinAssoc(a => a.Books, (a, b) => new { a, b }).Where(x => x.b.Title != "Beta").OrderByDescending(x => x.b.Title).PreloadJoined(x => x.a, a => a.Books, x => x.b));
        Check.Equal(1, statements.Count);
        Check.Equal(authors.Count, authors.DistinctBy(static a => a.Id).Count());
        Check.Equal(["Gamma", "Alpha"], authors.Single(static a => a.Id == 1).Books.Select(static b => b.Title));

        // A left join keeps the owners without rows; another join does not double what is found.
        var all = await repo.All(Authors.LeftJoinAssoc(a => a.Books, (a, b) => new { a, b }).CrossJoin(Query.From<Team>(), (x, t) => new { x.a, x.b, t }).PreloadJoined(y => y.a, a => a.Books, x => x.b));
        Check.Equal(3, all.Count);
        Check.Equal(3, all.Single(static a => a.Id == 1).Books.Count);
        Check.Empty(all.Single(static a => a.Id == 3).Books);

        var books = await repo.All(Query.From<Book>().JoinAssoc(b => b.Author, (b, a) => new { b, a }).OrderBy(x => x.b.Id).PreloadJoined(x => x.b, b => b.Author, x => x.a));
        Check.True(books.All(static b => b.Author.Value!.Id == b.AuthorId));
    }

    [Theory, OnDatabases]
    public async Task DATA_093(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        var books = Query.From<Book>();
        var ordered = books.OrderBy(b => b.Title).Preload(b => b.Author);
        var statements = new List<string>();
        using var watch = repo.Observe(e => statements.Add(e.Sql));

        Check.Equal(5, await repo.Count(ordered));
        Check.True(await repo.Exists(ordered.Where(b => b.Score == 9)));
        Check.False(await repo.Exists(ordered.Where(b => b.Score == 99)));
        Check.Equal(3, statements.Count);
        Check.DoesNotContain("ORDER BY", string.Concat(statements).ToUpperInvariant());

        Check.Equal(2, await repo.Count(books.Take(2)));
        Check.Equal(4, await repo.Count(books.Select(b => b.Score).Distinct()));
        Check.Equal(8, await repo.Count(books.Select(b => b.Title).Union(Query.From<Author>().Select(a => a.Name))));
        Check.Equal(27, await repo.Aggregate(books, Aggregate.Sum, b => b.Score));
        Check.Equal(16, await repo.Aggregate(books.OrderByDescending(b => b.Score).Take(2), Aggregate.Sum, b => b.Score));
        Check.Equal(9, await repo.Aggregate(books, Aggregate.Max, b => b.Score));
        Check.Equal("Alpha", await repo.Aggregate(books, Aggregate.Min, b => b.Title));
        Check.Equal(5.4, Math.Round((await repo.Average(books, b => b.Score))!.Value, 6));
        Check.Null(await repo.Aggregate(books.Where(b => b.Id > 99), Aggregate.Max, b => (int?)b.Score));
        Check.Equal(0, await repo.Count(books.Where(b => b.Id > 99)));
    }

    [Theory, OnDatabases]
    public async Task DATA_094(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        for (var i = 0; i < 10; i++)
            await repo.Query(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"insert into categories (id, parent_id, name) values ({100 + i}, null, 'c')"));
        var query = Query.From<Category>().Where(c => c.Id >= 100).OrderBy(c => c.Id);
        var read = new List<long>();

        await repo.Transact(async _ =>
        {
            await foreach (var category in repo.Stream(query, maxRows: 3))
            {
                read.Add(category.Id);

                // The connection is free between two rows.
                Check.True(await repo.Exists(Query.From<Category>().Where(c => c.Id == category.Id)));
            }
        });
        Check.Equal(Enumerable.Range(100, 10).Select(i => (long)i), read);

        // Stopped early, the rest is not read.
        var rows = new List<long>();
        using var watch = repo.Observe(e => rows.Add(e.Rows));
        await repo.Transact(async _ =>
        {
            await foreach (var category in repo.Stream(query, maxRows: 3))
            {
                if (category.Id == 101)
                    break;
            }
        });
        Check.True(rows.Max() <= 3, $"Rows read by the statements: {string.Join(", ", rows)}");

        var outside = await Check.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var category in repo.Stream(query))
                read.Add(category.Id);
        });
        Check.Contains("Transact", outside.Message);
    }
}
