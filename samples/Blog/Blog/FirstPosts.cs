using Zhar;
using Zhar.Data;

namespace Blog;

/// <summary>Something to read in an empty blog. A process that writes it while the tree starts, and is gone then.</summary>
public sealed partial class FirstPosts(Repo repo) : GenServer<Unit>
{
    private async ValueTask<Init<Unit>> Init()
    {
        if (await repo.Exists(Query.From<Post>()))
            return Ignore;
        await repo.Transact(async _ =>
        {
            await Write("Let it crash", "Joe", """
                Most code that handles errors has never run.

                Write the straight way through. Where something fails that you did not expect, end the process and let a supervisor start a new one, with a state that is known to be good.
                """, ("Ada", "And what if it fails again?"), ("Joe", "Then the supervisor gives up, and its supervisor decides. Somebody near the top can always begin anew."));
            await Write("A first post", "Ada", """
                This blog is one program: its database is a file, and its pages are made on the server.

                Write something with "New post" above, say something below, or ask for /api/posts with curl.
                """);
            return new Ok<Unit>(default);
        });
        return Ignore;
    }

    private async Task Write(string title, string author, string body, params (string Author, string Body)[] comments)
    {
        var post = await repo.InsertOrThrow(new Post { Title = title, Author = author, Body = body });
        foreach (var (who, what) in comments)
            await repo.InsertOrThrow(post.BuildAssoc(p => p.Comments) with { Author = who, Body = what });
    }
}
