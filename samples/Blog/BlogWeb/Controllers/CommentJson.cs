using Blog;
using Zhar.Data;

namespace BlogWeb;

/// <summary>Comments as JSON.</summary>
public static class CommentJson
{
    public static CommentList Index(Post post) => new([.. post.Comments.Select(Data)]);

    public static CommentAnswer Created(Comment comment) => new(Data(comment));

    public static ErrorAnswer Create(Post post, Changeset<Comment> changeset) => ErrorAnswer.Of(changeset);

    internal static CommentData Data(Comment comment) => new(comment.Id, comment.Author, comment.Body, comment.InsertedAt);
}
