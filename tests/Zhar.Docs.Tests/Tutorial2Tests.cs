using Zhar.Data;
using Zhar.Data.Testing;

namespace Zhar.Docs.Tests.Tutorial2;

public sealed class Database : RepoFixture<Repo>;

/// <summary>As in the tests of an application that <c>zhar new</c> makes, of its data alone.</summary>
public sealed class TestApp : RepoFixture<Repo>;

/// <inheritdoc cref="TestApp"/>
public abstract class DataCase(TestApp app) : DataCase<Repo>(app), IClassFixture<TestApp>;

public sealed class UsersTests(TestApp app) : DataCase(app)
{
    [Fact]
    public async Task An_email_is_taken_once()
    {
        await Repo.InsertOrThrow(new User { Name = "Ada", Email = "ada@example.org" });

        var result = await new Users(Repo).Create(Params.Of(("name", "Another Ada"), ("email", "ada@example.org")));

        var changeset = Assert.IsType<Invalid<User>>(result).Changeset;
        Assert.Equal(["has already been taken"], changeset.ErrorsOn(u => u.Email));
    }
}

/// <summary>The code of the tutorial's second part, run.</summary>
public sealed class Tutorial2Tests(Database database) : DataCase<Repo>(database), IClassFixture<Database>
{
    [Fact]
    public void A_changeset_knows_what_changes_and_what_is_wrong()
    {
        Changeset<User> changeset = User.Changeset(new(), Params.Of(("name", "Ada"), ("email", "ada"), ("age", "-1"), ("is_admin", "true")));

        bool valid = changeset.IsValid;                                    // false
        IReadOnlyList<string> errors = changeset.ErrorsOn(u => u.Email);   // has invalid format
        int? age = changeset.GetChange(u => u.Age);                        // -1

        Assert.False(valid);
        Assert.Equal(["has invalid format"], errors);
        Assert.Equal(-1, age);
        Assert.Equal(["must be greater than 0"], changeset.ErrorsOn(u => u.Age));
    }

    [Fact]
    public async Task A_context_stores_and_finds()
    {
        var users = new Users(Repo);

        string text = await users.Create(Params.Of(("name", "Ada"), ("email", "ada@example.org"), ("age", "36"))) switch
        {
            Ok<User>(var created) => $"user {created.Id}",
            Invalid<User>(var changeset) => $"not stored: {string.Join(", ", changeset.Errors)}",
            Error<User>(var reason) => $"failed: {reason}",
        };
        Assert.StartsWith("user ", text, StringComparison.Ordinal);

        User user = (await users.Active()).Single();
        user = (await users.Update(user, Params.Of(("age", 37)))).OrThrow();
        await users.Delete(user);

        Assert.Equal(37, user.Age);
        Assert.Empty(await users.List());
    }

    [Fact]
    public async Task Queries_are_values()
    {
        await Seed();
        var repo = Repo;

        Query<User> active = Query.From<User>().Active();
        List<User> adults = await repo.All(active.Matching(new Filter(MinimumAge: 18)).OrderBy(u => u.Name).Take(20));
        long count = await repo.Count(active);
        bool anybody = await repo.Exists(active.Where(u => u.Email.EndsWith("@example.org")));
        int? oldest = await repo.Aggregate(active, Aggregate.Max, u => u.Age);
        Assert.Equal(["Ada", "Alan"], adults.Select(u => u.Name));
        Assert.Equal((2, true, 41), (count, anybody, oldest));

        var authors = await repo.All(
            from post in Query.From<Post>()
            join user in Query.From<User>() on post.UserId equals user.Id
            group post by user.Name into byName
            orderby byName.Key
            select new { Name = byName.Key, Posts = byName.Count(), Likes = byName.Sum(p => p.Likes) });
        Assert.Equal([("Ada", 2, 3), ("Alan", 1, 0)], authors.Select(a => (a.Name, a.Posts, a.Likes)));

        long changed = await repo.UpdateAll(Query.From<Post>().Where(p => p.Likes == 0), set => set.Inc(p => p.Likes, 1));
        Assert.Equal(1, changed);
    }

    [Fact]
    public async Task Associations_are_loaded_when_asked_for()
    {
        await Seed();
        var repo = Repo;

        List<User> users = await repo.All(Query.From<User>().OrderBy(u => u.Name).Preload(u => u.Posts, posts => posts.OrderByDescending(p => p.Likes)));
        string best = users[0].Posts[0].Title;

        User alan = await repo.GetOrThrow<User>(users[1].Id);
        alan = await repo.Preload(alan, u => u.Posts);
        Assert.Equal("On engines", best);
        Assert.Single(alan.Posts);

        Post post = alan.BuildAssoc(u => u.Posts) with { Title = "On computable numbers" };
        post = await repo.InsertOrThrow(post);
        Assert.Equal(alan.Id, post.UserId);
    }

    [Fact]
    public async Task A_transaction_is_all_or_nothing()
    {
        await Seed();
        var repo = Repo;
        long id = (await repo.All(Query.From<Post>().First())).Single().Id, to = (await repo.All(Query.From<User>().Last())).Single().Id;

        Result<Post> moved = await repo.Transact(async transaction =>
        {
            Post post = await repo.GetOrThrow<Post>(id);
            if (post.Likes > 100)
                transaction.Rollback("too popular to move");
            return await repo.Update(post.Change().PutChange(p => p.UserId, to));
        });
        Assert.Equal(to, moved.OrThrow().UserId);
    }

    [Fact]
    public async Task A_multi_is_a_transaction_as_a_value()
    {
        var repo = Repo;

        Multi signUp = Multi.New
            .Insert("user", User.Changeset(new(), Params.Of(("name", "Ada"), ("email", "ada@example.org"))))
            .Insert("post", results => results.Get<User>("user").BuildAssoc(u => u.Posts) with { Title = "Hello" })
            .Run("posts", (repo, _, cancellationToken) => repo.Count(Query.From<Post>(), cancellationToken: cancellationToken));

        string outcome = await repo.Transact(signUp) switch
        {
            MultiOk(var results) => $"{results.Get<User>("user").Name} has {results.Get<long>("posts")} post",
            MultiFailed(var step, var value, _) => $"{step} failed, nothing is stored: {value}",
            var other => throw new System.Diagnostics.UnreachableException($"{other}"),
        };
        Assert.Equal("Ada has 1 post", outcome);
    }

    private async Task Seed()
    {
        var ada = await Repo.InsertOrThrow(new User { Name = "Ada", Email = "ada@example.org", Age = 36 });
        var alan = await Repo.InsertOrThrow(new User { Name = "Alan", Email = "alan@example.org", Age = 41 });
        await Repo.InsertOrThrow(new User { Name = "Grace", Email = "grace@example.org", IsActive = false });
        await Repo.InsertAll([new Post { Title = "Notes", Likes = 1, UserId = ada.Id }, new Post { Title = "On engines", Likes = 2, UserId = ada.Id }, new Post { Title = "Enigma", UserId = alan.Id }]);
    }
}
