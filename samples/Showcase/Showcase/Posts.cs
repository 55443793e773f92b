using Zhar;
using Zhar.Data;

namespace Showcase;

/// <summary>All that the program can do with posts and comments. Who listens to a topic hears what has happened, after it is stored.</summary>
public sealed class Posts(Repo repo, PubSub pubSub)
{
    /// <summary>Where posts are told that come, change and go.</summary>
    public const string Topic = "posts";

    private const int Shown = 50;

    /// <summary>A post has come or has changed.</summary>
    public sealed record Written(Post Post);

    /// <summary>A post is gone.</summary>
    public sealed record Deleted(long Id);

    /// <summary>Somebody has said something to a post.</summary>
    public sealed record Commented(Comment Comment);

    /// <summary>The newest posts with their writers and comments, the newest first.</summary>
    public Task<List<Post>> List() => repo.All(Query.From<Post>().OrderByDescending(p => p.Id).Take(Shown).Preload(p => p.User).Preload(p => p.Comments));

    /// <summary>A post with its writer and its comments, oldest first.</summary>
    /// <exception cref="NotFoundException">There is none: the answer is 404.</exception>
    public Task<Post> Get(long id) =>
        repo.OneOrThrow(Query.From<Post>().Where(p => p.Id == id).Preload(p => p.User).Preload(p => p.Comments, comments => comments.OrderBy(c => c.Id)));

    /// <summary>What a form for a post begins with, or shows of what was typed.</summary>
    public Changeset<Post> Change(Post post, Params? attributes = null) => Post.Changeset(post, attributes ?? Params.Empty);

    /// <summary>Stores a new post.</summary>
    public Task<Result<Post>> Create(User writer, Params attributes) => Tell(repo.Insert(Post.Changeset(new() { UserId = writer.Id }, attributes)));

    /// <summary>Changes what differs.</summary>
    public Task<Result<Post>> Update(Post post, Params attributes) => Tell(repo.Update(Post.Changeset(post, attributes), IfStillThere));

    /// <summary>Deletes a post, and its comments with it.</summary>
    public async Task Delete(Post post)
    {
        await repo.Delete(post, IfStillThere);
        pubSub.Broadcast(Topic, new Deleted(post.Id));
    }

    /// <summary>What a form for a comment begins with, or shows of what was typed.</summary>
    public Changeset<Comment> ChangeComment(Comment comment, Params? attributes = null) => Comment.Changeset(comment, attributes ?? Params.Empty);

    /// <summary>Stores what somebody says to a post.</summary>
    public async Task<Result<Comment>> AddComment(Post post, Params attributes)
    {
        var result = await repo.Insert(Comment.Changeset(new() { PostId = post.Id }, attributes));
        if (result is Ok<Comment>(var comment))
            pubSub.Broadcast(Topic, new Commented(comment));
        return result;
    }

    private async Task<Result<Post>> Tell(Task<Result<Post>> writing)
    {
        var result = await writing;
        if (result is Ok<Post>(var post))
            pubSub.Broadcast(Topic, new Written(await Get(post.Id)));
        return result;
    }

    // Somebody else may have deleted it since it was read: an error to show, no reason to crash.
    private static WriteOptions IfStillThere { get; } = new() { StaleErrorField = nameof(Post.Title), StaleErrorMessage = "is gone: the post was deleted meanwhile" };
}
