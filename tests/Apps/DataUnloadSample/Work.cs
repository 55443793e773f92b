using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar;
using Zhar.Data;

namespace DataUnloadSample;

/// <summary>What an application does with a repo in its tree.</summary>
public static class Work
{
    public static Task ByKey(Node node, Action<Node, ZharApplication, IServiceProvider> load, string path) => InTree(node, load, path, ByKey);

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

    private static async Task ByKey(SampleRepo repo)
    {
        await repo.Query("create table authors (id integer primary key, name text, age int, mood text, tags text, home text, inserted_at text, updated_at text)");
        await repo.Query("create table books (id integer primary key, title text, author_id int)");
        var author = await repo.InsertOrThrow(new Author { Name = "Ann", Tags = ["a"], Home = new Home { Street = "Main" } });
        await repo.InsertAll<Book>([new Book { Title = "One", AuthorId = author.Id }, new Book { Title = "Two", AuthorId = author.Id }]);
        var changed = author.Cast(Params.FromJson("""{"name": "Bea", "age": "7", "mood": "cross", "home": {"street": "Side"}}"""), a => new { a.Name, a.Age, a.Mood })
            .CastEmbed(a => a.Home, (home, attrs) => home.Cast(attrs, h => h.Street))
            .ValidateRequired(a => a.Name);
        await repo.UpdateOrThrow(changed);
        await repo.Get<Author>(author.Id);
    }
}
