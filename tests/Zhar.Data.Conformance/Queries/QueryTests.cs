using Xunit;
using Zhar.Conformance;

namespace Zhar.Data.Conformance.Queries;

public sealed class QueryTests(ITestOutputHelper output) : ConformanceTest(output)
{
    // Stored in statics, before there is any repo.
    private static readonly Query<Author> Authors = Query.From<Author>();
    private static readonly Query<Book> Books = Query.From<Book>();
    private static readonly Query<Author> Adults = Authors.Where(a => a.Age >= 18).OrderBy(a => a.Name);

    private sealed record Named(int Id, string Name);

    private sealed class Level
    {
        public int Id { get; set; }

        public int Depth { get; set; }
    }

    [Theory, OnDatabases]
    public async Task DATA_071(Database database)
    {
        await using var library = await Library.Open(database);
        var text = Adults.ToString();

        Check.Equal(["Ann", "Bob"], (await library.All(Adults)).Select(a => a.Name));
        await using (var other = await Library.Open(Conformance.Database.SQLite))
        {
            await other.Repo.Query("delete from authors where id = 1");
            Check.Equal(["Bob"], (await other.All(Adults)).Select(a => a.Name));
        }

        Check.Equal(["Ann"], (await library.All(Adults.Take(1))).Select(a => a.Name));
        Check.Equal(text, Adults.ToString());
        Check.Equal(["Ann", "Bob"], (await library.All(from a in Authors where a.Age > 20 orderby a.Name select a.Name)));
    }

    [Theory, OnDatabases]
    public async Task DATA_072(Database database)
    {
        await using var library = await Library.Open(database);
        int[] none = [];

        Check.Equal([1], await library.All(Authors.Where(a => a.Age > 20).Where(a => a.Role == Role.Admin).Select(a => a.Id)));
        Check.Equal([1, 3], await library.All(Authors.Where(a => a.Age > 20).Where(a => a.Role == Role.Admin).OrWhere(a => a.Name == "Cid").OrderBy(a => a.Id).Select(a => a.Id)));
        Check.Empty(await library.All(Authors.Where(a => none.Contains(a.Id))));
        Check.Equal(3, (await library.All(Authors.Where(a => !none.Contains(a.Id)))).Count);
    }

    [Theory, OnDatabases]
    public async Task DATA_073(Database database)
    {
        await using var library = await Library.Open(database);
        var name = "Ann";
        var isAnn = Dyn.Of<Author>(a => a.Name == name);
        var isYoung = Dyn.Of<Author>(a => a.Age < 35);

        Check.Equal([1, 2], await Ids(isAnn.Or(isYoung)));
        Check.Empty(await Ids(isAnn.And(isYoung)));
        Check.Equal([2, 3], await Ids(isAnn.Not()));
        Check.Equal([1, 2, 3], await Ids(Dyn.All<Author>()));
        Check.Empty(await Ids(Dyn.Any<Author>()));
        Check.Equal([1, 2], await Ids(Dyn.Any([isAnn, isYoung])));

        // For the order and the select, a stored lambda is what a stored predicate is for the condition.
        System.Linq.Expressions.Expression<Func<Author, int?>> key = a => a.Age;
        Check.Equal([30, 40], await library.All(Authors.Where(a => a.Age != null).OrderBy(key).Select(key)));

        Task<List<int>> Ids(Dyn<Author> condition) => library.All(Authors.Where(condition).OrderBy(a => a.Id).Select(a => a.Id));
    }

    [Theory, OnDatabases]
    public async Task DATA_074(Database database)
    {
        await using var library = await Library.Open(database);

        Check.Equal(5, (await library.All(Authors.Join(Books, (a, b) => b.AuthorId == a.Id, (a, b) => new { a.Name, b.Title }))).Count);
        Check.Equal(["Alpha", "Beta", "Gamma"], await library.All(from a in Authors join b in Books on a.Id equals b.AuthorId where a.Name == "Ann" orderby b.Title select b.Title));

        var left = await library.All(Authors.LeftJoin(Books, (a, b) => b.AuthorId == a.Id && b.Score > 4, (a, b) => new { a.Name, Book = b }).OrderBy(x => x.Name));
        Check.Equal(["Ann", "Ann", "Ann", "Bob", "Cid"], left.Select(x => x.Name));
        Check.Null(left[^1].Book);
        Check.NotNull(left[0].Book);
        Check.Equal(["Bob", "Cid"], await library.All(Authors.LeftJoin(Books, (a, b) => b.AuthorId == a.Id && b.Score > 4, (a, b) => new { a, b }).Where(x => x.b == null).OrderBy(x => x.a.Name).Select(x => x.a.Name)));

        Check.Equal(15, (await library.All(Authors.CrossJoin(Books, (a, b) => new { A = a.Id, B = b.Id }))).Count);

        // By the association's keys.
        Check.Equal(["Alpha", "Beta", "Gamma"], await library.All(Authors.JoinAssoc(a => a.Books, (a, b) => new { a, b }).Where(x => x.a.Id == 1).OrderBy(x => x.b.Id).Select(x => x.b.Title)));
        Check.Equal(["North", "North", null], await library.All(Authors.LeftJoinAssoc(a => a.Team, (a, t) => new { a.Id, Team = t!.Name }).OrderBy(x => x.Id).Select(x => (string?)x.Team)));
        Check.Equal(["Alpha", "Gamma"], await library.All(Query.Assoc(new Author { Id = 1 }, a => a.Books).Where(b => b.Score < 9).OrderBy(b => b.Id).Select(b => b.Title)));
        Check.Throws<QueryException>(() => Books.JoinAssoc(b => b.Genres, (b, g) => g.Name));

        // The best two books of each author.
        var best = from a in Authors
                   from b in Query.From<Book>().Where(b => b.AuthorId == a.Id).OrderByDescending(b => b.Score).ThenBy(b => b.Id).Take(2).Lateral()
                   select new { a.Name, b.Title };
        var pairs = await library.All(best);
        Check.Equal(["Ann Beta", "Ann Gamma", "Bob Delta", "Bob Epsilon_x"], pairs.Select(p => $"{p.Name} {p.Title}").Order());
    }

    [Theory, OnDatabases]
    public async Task DATA_075(Database database)
    {
        await using var library = await Library.Open(database);
        var min = 4;
        var good = Books.Where(b => b.Score > min);

        Check.Equal([1L, 2L, 3L], await library.All(good.AsSubquery().OrderBy(b => b.Id).Select(b => b.Id)));
        Check.Equal(["Ann"], await library.All(Authors.Where(a => good.Any(b => b.AuthorId == a.Id)).Select(a => a.Name)));
        Check.Equal(["Ann"], await library.All(Authors.Where(a => good.Select(b => b.AuthorId).Contains(a.Id)).Select(a => a.Name)));
        Check.Equal(["Ann", "Cid"], await library.All(Authors.Where(a => Books.Where(b => b.AuthorId == a.Id).All(b => b.Score > min)).OrderBy(a => a.Name).Select(a => a.Name)));
        var counts = await library.All(Authors.OrderBy(a => a.Id).Select(a => new { Count = Books.Where(b => b.AuthorId == a.Id).Count(), Best = Books.Where(b => b.AuthorId == a.Id).Max(b => (int?)b.Score) }));
        Check.Equal([3, 2, 0], counts.Select(c => c.Count));
        Check.Equal([9, 3, null], counts.Select(c => c.Best));
    }

    [Theory, OnDatabases]
    public async Task DATA_076(Database database)
    {
        await using var library = await Library.Open(database);
        var names = Authors.Select(a => a.Name);
        var titles = Books.Select(b => b.Title);
        var young = Authors.Where(a => a.Age < 35).Select(a => a.Name);

        Check.Equal(["Gamma", "Epsilon_x"], await library.All(names.Union(titles).OrderByDescending(x => x).Take(2)));
        Check.Equal(4, (await library.All(names.UnionAll(young))).Count);
        Check.Equal(3, (await library.All(names.Union(young))).Count);
        Check.Equal(["Bob"], await library.All(names.Intersect(young)));
        Check.Equal(["Ann", "Cid"], await library.All(names.Except(young).OrderBy(x => x)));
        Check.Equal([1, 2], (await library.All(Authors.Where(a => a.Id == 1).Union(Authors.Where(a => a.Id == 2)).OrderBy(a => a.Id))).Select(a => a.Id));
    }

    [Theory, OnDatabases]
    public async Task DATA_077(Database database)
    {
        await using var library = await Library.Open(database);
        var adults = Authors.Where(a => a.Age > 35).AsCte("adults");
        var root = 1;
        var tree = Query.Recursive<Level>(levels => Query.From<Category>().Where(c => c.Id == root).Select(c => new Level { Id = c.Id, Depth = 0 })
            .UnionAll(Query.From<Category>().Join(levels, (c, l) => c.ParentId == l.Id, (c, l) => new Level { Id = c.Id, Depth = l.Depth + 1 })));

        Check.Equal(["Ann"], await library.All(adults.Select(a => a.Name)));
        Check.Contains("WITH ", library.Repo.ToSql(adults).Sql);
        var levels = await library.Repo.All(tree.OrderBy(l => l.Id));
        Check.Equal(["1:0", "2:1", "3:1", "4:2"], levels.Select(l => $"{l.Id}:{l.Depth}"));
        Check.Equal(["a", "aa", "b", "root"], await library.All(tree.Join(Query.From<Category>(), (l, c) => l.Id == c.Id, (l, c) => c.Name).OrderBy(x => x)));
    }

    [Theory, OnDatabases]
    public async Task DATA_078(Database database)
    {
        await using var library = await Library.Open(database);
        var ranked = Books.Select(b => new
        {
            b.Id,
            Row = Win.RowNumber(w => w.PartitionBy(b.AuthorId).OrderByDescending(b.Score).OrderBy(b.Id)),
            Rank = Win.Rank(w => w.OrderBy(b.Score)),
            Before = Win.Lag((long?)b.Id, w => w.OrderBy(b.Id)),
            Sum = Win.Sum(b.Score, w => w.PartitionBy(b.AuthorId).OrderBy(b.Id).Rows(-1, 0)),
        });

        var rows = await library.All(ranked.OrderBy(r => r.Id));
        Check.Equal([3L, 1L, 2L, 1L, 2L], rows.Select(r => r.Row));
        Check.Equal([3L, 5L, 4L, 1L, 1L], rows.Select(r => r.Rank));
        Check.Equal([null, 1L, 2L, 3L, 4L], rows.Select(r => r.Before));
        Check.Equal([5, 14, 16, 3, 6], rows.Select(r => r.Sum));
        Check.Equal([2L, 4L], await library.All(ranked.Where(r => r.Row == 1).OrderBy(r => r.Id).Select(r => r.Id)));
    }

    [Theory, OnDatabases]
    public async Task DATA_079(Database database)
    {
        await using var library = await Library.Open(database);
        var least = 2;

        var groups = await library.All(Books.GroupBy(b => b.AuthorId).Having(g => g.Count() > least)
            .Select(g => new { g.Key, Published = g.Count(b => b.IsPublished), Scores = g.Select(b => b.Score).Distinct().Count(), Best = g.Max(b => b.Score) }));
        var only = Check.Single(groups);
        Check.Equal((1, 2, 3, 9), (only.Key, only.Published, only.Scores, only.Best));
        Check.Equal([3, 1], (await library.All(Books.GroupBy(b => b.AuthorId).Select(g => new { g.Key, Distinct = g.Select(b => b.Score).Distinct().Count() }).OrderBy(x => x.Key))).Select(x => x.Distinct));
        Check.Equal([40, 30, -1], await library.All(Authors.OrderBy(a => a.Id).Select(a => a.Age ?? -1)));
        Check.Equal(["n/a"], await library.All(Authors.Where(a => a.Age == null).Select(a => Fn.Fragment<string?>($"nullif({a.Name}, {"Cid"})") ?? "n/a")));
    }

    [Theory, OnDatabases]
    public async Task DATA_080(Database database)
    {
        await using var library = await Library.Open(database);
        var hostile = "x'); drop table authors; --";
        var query = Authors.Where(a => Fn.Fragment<string>($"lower({a.Name})") == Fn.Fragment<string>($"lower({hostile})"));

        Check.Empty(await library.All(query));
        var (sql, parameters) = library.Repo.ToSql(query);
        Check.DoesNotContain("drop table", sql);
        Check.Equal([hostile], parameters);
        Check.Equal(3, await library.Repo.Count(Authors));
        Check.Equal([1], await library.All(Authors.Where(a => Fn.Fragment<bool>($"{a.Age} between {35} and {45}")).Select(a => a.Id)));
        Check.Empty(await library.All(Authors.Where(a => a.Name.Contains(hostile) || a.Name.StartsWith("%") || a.Name == hostile)));
        Check.Equal([5L], await library.All(Books.Where(b => b.Title.Contains("n_x")).Select(b => b.Id)));
    }

    [Theory, OnDatabases]
    public async Task DATA_081(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        var plain = repo.ToSql(Authors).Sql;
        (Clause Clause, Query<Author> Query)[] clauses =
        [
            (Clause.Where, Authors.Where(a => a.Id == 1)), (Clause.OrderBy, Authors.OrderBy(a => a.Name).ThenByDescending(a => a.Age)), (Clause.Limit, Authors.Take(1)),
            (Clause.Offset, Authors.Skip(1)), (Clause.Distinct, Authors.Distinct()), (Clause.Combinations, Authors.Union(Authors)), (Clause.Prefix, Authors.Prefix("elsewhere")),
            (Clause.Preload, Authors.Preload(a => a.Books)), (Clause.SelectMerge, Authors.SelectMerge(a => new Author { Label = a.Name })),
        ];

        foreach (var (clause, query) in clauses)
        {
            Check.Equal(plain, repo.ToSql(query.Exclude(clause)).Sql);
            Check.True(query.Exclude(clause).Preloads.IsEmpty);
            if (clause is not (Clause.Preload or Clause.Prefix))
                Check.NotEqual(plain, repo.ToSql(query).Sql);
        }

        Check.Equal(plain, repo.ToSql(Authors.Where(a => a.Id == 1).OrderBy(a => a.Id).Take(2).Exclude(Clause.Limit, Clause.OrderBy, Clause.Where)).Sql);
        Check.Equal([3, 2, 1], await library.All(Authors.OrderByDescending(a => a.Role).ThenBy(a => a.Id).ReverseOrder().Exclude(Clause.OrderBy).OrderBy(a => a.Id).ReverseOrder().Select(a => a.Id)));
        Check.Equal([5L, 4L, 1L, 3L, 2L], await library.All(Books.OrderByDescending(b => b.Score).ThenBy(b => b.Id).ReverseOrder().Select(b => b.Id)));
        Check.Equal(1, Check.Single(await library.All(Authors.First())).Id);
        Check.Equal([3, 2], (await library.All(Authors.Last(2))).Select(a => a.Id));
        Check.Equal("Cid", Check.Single(await library.All(Authors.OrderBy(a => a.Name).Last())).Name);
    }

    [Theory, OnDatabases]
    public async Task DATA_082(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        var name = "Zed";

        Check.Equal(2, await repo.UpdateAll(Authors.Where(a => a.Age != null), set => set.Inc(a => a.Age, 1).Set(a => a.Role, Role.Admin)));
        Check.Equal([41, 31], await library.All(Authors.Where(a => a.Role == Role.Admin).OrderBy(a => a.Id).Select(a => a.Age)));
        Check.Equal(1, await repo.UpdateAll(Authors.Where(a => a.Id == 3), set => set.Set(a => a.Name, name).Set(a => a.Age, a => a.Id + 10)));
        Check.Equal(("Zed", 13), await Pair());
        Check.Equal(1, await repo.UpdateAll(Authors.Where(a => a.Id == 3), set => set.Set(a => a.Age, (int?)null)));
        Check.Equal(0, await repo.UpdateAll(Authors.Where(a => a.Id == 99), set => set.Set(a => a.Name, "x")));

        // By subquery and by join.
        Check.Equal(1, await repo.UpdateAll(Authors.Where(a => Books.Any(b => b.AuthorId == a.Id && b.Score == 9)), set => set.Set(a => a.Name, "Best")));
        Check.Equal("Best", (await repo.Get<Author>(1))!.Name);
        Check.Equal(2, await repo.DeleteAll(Books.Where(b => Authors.Where(a => a.Name == "Bob").Select(a => a.Id).Contains(b.AuthorId))));
        Check.Equal(0, await repo.DeleteAll(Books.Where(b => b.Score > 100)));
        Check.Equal(3, await repo.Count(Books));

        var capabilities = repo.Adapter.Capabilities;
        if (capabilities.UpdateReturning)
            Check.Equal(["Alpha!"], await repo.UpdateAll(Books.Where(b => b.Id == 1), set => set.Set(b => b.Title, b => b.Title + "!"), b => b.Title));
        else
            await Check.ThrowsAsync<QueryException>(() => repo.UpdateAll(Books.Where(b => b.Id == 1), set => set.Set(b => b.Score, 1), b => b.Title));
        if (capabilities.Returning)
            Check.Equal([2L], (await repo.DeleteAll(Books.Where(b => b.Id == 2), b => b)).Select(b => b.Id));
        Check.Equal(2, await repo.InsertAll(Authors.Where(a => a.Age != null).Select(a => new Book { Id = a.Id + 100, Title = a.Name, AuthorId = a.Id, Score = 1, IsPublished = false })));
        Check.Equal(1, await repo.UpdateAll(Books.Where(b => b.Id > 100).OrderByDescending(b => b.Id).Take(1), set => set.Set(b => b.Title, "Last")));
        Check.Equal([102L], await library.All(Books.Where(b => b.Title == "Last").Select(b => b.Id)));
        Check.Equal([101L, 102L], await library.All(Books.Where(b => b.Id > 100).OrderBy(b => b.Id).Select(b => b.Id)));

        async Task<(string, int?)> Pair()
        {
            var author = await repo.GetOrThrow<Author>(3);
            return (author.Name, author.Age);
        }
    }

    [Theory, OnDatabases]
    public async Task DATA_083(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;

        var (first, one) = repo.ToSql(ByNameAndRoles("Ann", [Role.Admin]));
        var (second, three) = repo.ToSql(ByNameAndRoles("O'Brien", [Role.Member, Role.Admin, Role.Member]));
        Check.Equal(first, second);
        Check.Equal(2, one.Count);
        Check.Equal("O'Brien", three[0]);
        Check.DoesNotContain("Brien", second);
        var plans = repo.Runtime.Queries.CachedPlans;
        foreach (var name in (string[])["Ann", "Bob", "Cid"])
            Check.Equal([name], (await library.All(ByNameAndRoles(name, [Role.Admin, Role.Member]))).Select(a => a.Name));
        Check.Equal(plans, repo.Runtime.Queries.CachedPlans);

        // Null is another shape, not another value.
        Check.Equal(["Cid"], await library.All(ByAge(null)));
        Check.Equal(["Ann"], await library.All(ByAge(40)));

        // Each of the three methods that C# binds Contains to.
        int[] array = [1, 3];
        List<int> list = [1, 3];
        IEnumerable<int> lazy = array.Where(i => i > 0);
        Check.Equal([1, 3], await library.All(Authors.Where(a => array.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.Id)));
        Check.Equal([1, 3], await library.All(Authors.Where(a => list.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.Id)));
        Check.Equal([1, 3], await library.All(Authors.Where(a => lazy.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.Id)));
        int?[] ages = [40, null];
        Check.Equal([1, 3], await library.All(Authors.Where(a => ages.Contains(a.Age)).OrderBy(a => a.Id).Select(a => a.Id)));
        Check.Equal([2], await library.All(Authors.Where(a => !ages.Contains(a.Age)).Select(a => a.Id)));

        static Query<Author> ByNameAndRoles(string name, Role[] roles) => Authors.Where(a => a.Name == name && roles.Contains(a.Role));
        static Query<string> ByAge(int? age) => Authors.Where(a => a.Age == age).Select(a => a.Name);
    }

    [Theory, OnDatabases("row locks", Conformance.Database.SQLite)]
    public async Task DATA_084(Database database)
    {
        await using var library = await Library.Open(database);
        var repo = library.Repo;
        var job = Books.OrderBy(b => b.Id).Take(1).Lock(RowLock.ForUpdateSkipLocked);
        var (first, second) = (0L, 0L);

        await repo.Transact(async _ =>
        {
            first = (await repo.OneOrThrow(job)).Id;

            // Another worker, in a transaction of its own.
            second = await Take(library.Database.NewRepo());
        });

        Check.Equal(1L, first);
        Check.Equal(2L, second);

        async Task<long> Take(TestRepo other)
        {
            var id = 0L;
            await other.Transact(async _ => id = (await other.OneOrThrow(job)).Id);
            return id;
        }
    }
}
