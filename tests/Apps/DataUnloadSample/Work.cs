using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Data;

namespace DataUnloadSample;

/// <summary>What an application does with a repo in its tree.</summary>
public static class Work
{
    public static Task ByKey(Node node, Action<Node, ZharApplication, IServiceProvider> load, string path) => InTree(node, load, path, ByKey);

    public static Task ByQuery(Node node, Action<Node, ZharApplication, IServiceProvider> load, string path) => InTree(node, load, path, ByQuery);

    /// <summary>As a program that is a node by itself.</summary>
    public static async Task OnItsOwnNode(Action<Node, ZharApplication, IServiceProvider> load, string path)
    {
        await using var node = Node.Start();
        await InTree(node, load, path, ByQuery);
    }

    private static async Task InTree(Node node, Action<Node, ZharApplication, IServiceProvider> load, string path, Func<SampleRepo, Task> work)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_URL", "sqlite:" + path)]).Build();
        await using var services = new ServiceCollection().AddRepo<SampleRepo>(configuration).BuildServiceProvider();
        load(node, new SampleApplication(), services);
        (await node.Applications.Start("data_unload_sample")).OrThrow();
        await node.Run(async _ => await work(services.GetRequiredService<SampleRepo>()));
        (await node.Applications.Stop("data_unload_sample")).OrThrow();
        node.Applications.Unload("data_unload_sample").OrThrow();
    }

    private static async Task CreateTables(SampleRepo repo)
    {
        await repo.Query("create table authors (id integer primary key, name text, age int, mood text, tags text, home text, inserted_at text, updated_at text)");
        await repo.Query("create table books (id integer primary key, title text, author_id int)");
    }

    private static async Task ByKey(SampleRepo repo)
    {
        await CreateTables(repo);
        var author = await repo.InsertOrThrow(new Author { Name = "Ann", Tags = ["a"], Home = new Home { Street = "Main" } });
        await repo.InsertAll<Book>([new Book { Title = "One", AuthorId = author.Id }, new Book { Title = "Two", AuthorId = author.Id }]);
        var changed = author.Cast(Params.FromJson("""{"name": "Bea", "age": "7", "mood": "cross", "home": {"street": "Side"}}"""), a => new { a.Name, a.Age, a.Mood })
            .CastEmbed(a => a.Home, (home, attrs) => home.Cast(attrs, h => h.Street))
            .ValidateRequired(a => a.Name);
        await repo.UpdateOrThrow(changed);
        await repo.Get<Author>(author.Id);
    }

    private static async Task ByQuery(SampleRepo repo)
    {
        await CreateTables(repo);
        var ann = await repo.InsertOrThrow(new Author { Name = "Ann", Age = 40, Mood = Mood.Cross, Tags = ["a"], Home = new Home { Street = "Main" } });
        await repo.InsertAll<Book>([new Book { Title = "One", AuthorId = ann.Id }, new Book { Title = "Two", AuthorId = ann.Id }]);

        // Twice: a plan that is made, and one that was kept.
        for (var round = 0; round < 2; round++)
        {
            var (name, moods) = ("Ann", new[] { Mood.Cross, Mood.Calm });
            var authors = Query.From<Author>().Where(a => a.Name == name && moods.Contains(a.Mood) && a.Mood == Mood.Cross);
            Check(1, (await repo.All(authors.OrderBy(a => a.Name).Take(5).Preload(a => a.Books, books => books.OrderBy(b => b.Title)))).Count(a => a.Books.Count == 2));
            Check(2, (await repo.All(authors.Join(Query.From<Book>(), (a, b) => b.AuthorId == a.Id, (a, b) => new Row(a.Name, b.Title, a.Mood)))).Count(r => r.Mood == Mood.Cross));
            Check(2, await repo.Count(Query.From<Book>().LeftJoin(authors, (b, a) => b.AuthorId == a.Id, (b, a) => new { b.Title, a!.Name })));
            Check(40, await repo.Aggregate(authors, Aggregate.Max, a => a.Age) ?? 0);
            var groups = await repo.All(Query.From<Book>().GroupBy(b => b.AuthorId).Where(g => g.Count() > 1).Select(g => new { g.Key, Last = g.Max(b => b.Title) }));
            Check(1, groups.Count(g => g.Last == "Two"));
            Check(1, (await repo.All(authors.Where(a => Query.From<Book>().Any(b => b.AuthorId == a.Id)).Select(a => a.Home))).Count(h => h!.Street == "Main"));
            Check(2, (await repo.All(Query.From<Book>().Select(b => new { b.Title, Number = Win.RowNumber(w => w.PartitionBy(b.AuthorId).OrderBy(b.Title)) }))).Count);
            Check(1, await repo.UpdateAll(authors, set => set.Inc(a => a.Age, 1).Set(a => a.Mood, Mood.Cross)));
            Check(1, await repo.UpdateAll(authors, set => set.Set(a => a.Age, a => 40)));
        }

        (await repo.Transact(async transaction =>
        {
            await foreach (var author in repo.Stream(Query.From<Author>()))
                Check(40, author.Age ?? 0);
            await repo.InsertOrThrow(new Author { Name = "Bea" });
            Check(1, await repo.DeleteAll(Query.From<Author>().Where(a => a.Name == "Bea")));
            return new Ok<Author>(ann);
        })).OrThrow();
    }

    private static void Check(long expected, long actual)
    {
        if (actual != expected)
            throw new InvalidOperationException($"Expected {expected}, got {actual}.");
    }

    private sealed record Row(string Name, string Title, Mood Mood);
}
