using Blog;
using Zhar.Data;

namespace BlogWeb;

/// <summary>Posts as JSON.</summary>
public static class PostJson
{
    public static PostList Index(PostPage page) => new([.. page.Posts.Select(Summary)], page.Number, page.Count);

    public static PostAnswer Show(Post post) => new(Summary(post) with { Comments = [.. post.Comments.Select(CommentJson.Data)] });

    public static PostAnswer Created(Post post) => new(Summary(post));

    public static ErrorAnswer New(Changeset<Post> changeset) => ErrorAnswer.Of(changeset);

    public static ErrorAnswer Edit(Changeset<Post> changeset) => ErrorAnswer.Of(changeset);

    private static PostData Summary(Post post) => new(post.Id, post.Title, post.Author, post.Body, post.InsertedAt, post.UpdatedAt);
}
