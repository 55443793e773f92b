using System.Globalization;
using Blog;
using Zhar.Data;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace BlogWeb;

/// <summary>Comments on the page of their post.</summary>
public static class CommentHtml
{
    /// <summary>The page of the post again, with what is wrong with the comment.</summary>
    public static Html Create(Conn conn, Post post, Changeset<Comment> changeset) => PostHtml.Show(conn, post, changeset);

    public static Html Item(Conn conn, Comment comment) => $"""
        <li>
          <header>
            <b>{comment.Author}</b>
            <time datetime="{comment.InsertedAt}">{comment.InsertedAt.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)}</time>
            {ButtonTo($"Delete", Paths.Posts.Comments.Delete(comment.PostId, comment.Id), conn.CsrfToken, "delete", Attrs.Of(("aria-label", $"Delete the comment by {comment.Author}")))}
          </header>
          <p>{comment.Body}</p>
        </li>
        """;

    public static Html Form(Conn conn, Post post, Changeset<Comment> changeset) => FormFor(new Form(changeset, "comment"), Paths.Posts.Comments.Create(post.Id), conn.CsrfToken, f => $"""
        <h3>Say something</h3>
        {Input(f["author"], "Name")}
        {TextArea(f["body"], "Comment")}
        <div class="actions"><button class="primary" type="submit">Comment</button></div>
        """, method: "post", rest: Attrs.Of(("class", "edit")));
}
