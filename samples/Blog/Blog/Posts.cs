using Zhar;
using Zhar.Data;

namespace Blog;

/// <summary>All that the program can do with posts and their comments. Nobody else talks to the repo.</summary>
public sealed class Posts(Repo repo)
{
    /// <summary>How many posts one page of the list has.</summary>
    public const int PageSize = 10;

    /// <summary>One page of the posts, newest first, with their comments.</summary>
    /// <param name="page">From 1. A page behind the last is empty.</param>
    public async Task<PostPage> List(int page = 1)
    {
        var number = Math.Clamp(page, 1, 100_000);
        var posts = await repo.All(Query.From<Post>()
            .OrderByDescending(p => p.Id)
            .Skip((number - 1) * PageSize)
            .Take(PageSize)
            .Preload(p => p.Comments));
        var count = await repo.Count(Query.From<Post>());
        return new PostPage(posts, number, (int)((count + PageSize - 1) / PageSize));
    }

    /// <summary>A post with its comments, oldest first.</summary>
    /// <exception cref="NotFoundException">There is none: the answer is 404.</exception>
    public Task<Post> Get(long id) =>
        repo.OneOrThrow(Query.From<Post>().Where(p => p.Id == id).Preload(p => p.Comments, comments => comments.OrderBy(c => c.Id)));

    /// <summary>Stores a new post.</summary>
    public Task<Result<Post>> Create(Params attributes) => repo.Insert(Post.Changeset(new(), attributes));

    /// <summary>Changes what differs.</summary>
    public Task<Result<Post>> Update(Post post, Params attributes) => repo.Update(Post.Changeset(post, attributes));

    /// <summary>Deletes a post, and its comments with it.</summary>
    public Task<Result<Post>> Delete(Post post) => repo.Delete(post, IfStillThere);

    /// <summary>What a form for a post begins with.</summary>
    public Changeset<Post> Change(Post post) => Post.Changeset(post, Params.Empty);

    /// <summary>What a form for a comment begins with.</summary>
    public Changeset<Comment> ChangeComment() => Comment.Changeset(new(), Params.Empty);

    /// <summary>Stores what somebody says to a post.</summary>
    public Task<Result<Comment>> AddComment(Post post, Params attributes) => repo.Insert(Comment.Changeset(post.BuildAssoc(p => p.Comments), attributes));

    /// <summary>A comment of a post.</summary>
    /// <exception cref="NotFoundException">There is none: the answer is 404.</exception>
    public async Task<Comment> GetComment(long postId, long id) => await repo.GetByOrThrow<Comment>(c => c.PostId == postId && c.Id == id);

    /// <summary>Deletes a comment.</summary>
    public Task<Result<Comment>> DeleteComment(Comment comment) => repo.Delete(comment, IfStillThere);

    // Somebody else may have deleted it since it was read: then it is gone, as was wanted.
    private static WriteOptions IfStillThere { get; } = new() { StaleErrorField = "id", StaleErrorMessage = "is gone already" };
}

/// <summary>A part of the posts.</summary>
/// <param name="Posts">The posts of the page.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Count">How many pages there are.</param>
public sealed record PostPage(IReadOnlyList<Post> Posts, int Number, int Count);
