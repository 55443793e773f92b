using System.Globalization;
using Blog;
using Zhar;
using Zhar.Data;
using Zhar.Web;
using static Zhar.Web.FormComponents;
using static Zhar.Web.Markup;

namespace BlogWeb;

/// <summary>The pages of posts.</summary>
public static class PostHtml
{
    private const int ExcerptLength = 240;

    public static Html Index(PostPage page) => $"""
        <h1>Posts</h1>
        {If(page.Posts.Count == 0, () => Nothing(page), () => $"""
            <ol class="posts">{Each(page.Posts, p => p.Id, Line)}</ol>
            """)}
        {When(page.Count > 1, () => Pages(page))}
        """;

    public static Html Show(Conn conn, Post post) => Show(conn, post, Comment.Changeset(new(), Params.Empty));

    /// <summary>A post, with a form for a comment that was perhaps filled in before.</summary>
    public static Html Show(Conn conn, Post post, Changeset<Comment> comment) => $"""
        <article>
          <h1>{post.Title}</h1>
          {Meta(post)}
          <div class="body">{Each(Paragraphs(post.Body), text => $"<p>{text}</p>")}</div>
          <div class="actions">
            <a class="button" href="{Paths.Posts.Edit(post.Id)}">Edit</a>
            {ButtonTo($"Delete post", Paths.Posts.Delete(post.Id), conn.CsrfToken, "delete", Attrs.Of(("class", "danger")))}
          </div>
        </article>
        <section class="comments" id="comments">
          <h2>{(post.Comments.Count == 0 ? "Nobody has said anything yet" : Count(post))}</h2>
          <ol>{Each(post.Comments, c => c.Id, c => CommentHtml.Item(conn, c))}</ol>
          {CommentHtml.Form(conn, post, comment)}
        </section>
        """;

    public static Html New(Conn conn, Changeset<Post> changeset) => $"""
        <h1>New post</h1>
        {Fields(conn, changeset, Paths.Posts.Create(), "Publish", Paths.Posts.Index())}
        """;

    public static Html Edit(Conn conn, Changeset<Post> changeset) => $"""
        <h1>Edit post</h1>
        {Fields(conn, changeset, Paths.Posts.Update(changeset.Data.Id), "Save", Paths.Posts.Show(changeset.Data.Id))}
        """;

    private static Html Fields(Conn conn, Changeset<Post> changeset, string action, string button, string back) => FormFor(new Form(changeset, "post"), action, conn.CsrfToken, f => $"""
        {Input(f["title"], "Title")}
        {Input(f["author"], "Author")}
        {TextArea(f["body"], "Text")}
        <div class="actions"><button class="primary" type="submit">{button}</button><a href="{back}">Cancel</a></div>
        """, rest: Attrs.Of(("class", "edit")));

    private static Html Line(Post post) => $"""
        <li>
          <h2><a href="{Paths.Posts.Show(post.Id)}">{post.Title}</a></h2>
          {Meta(post)}
          <p>{Excerpt(post.Body)}</p>
          <p class="meta"><a href="{Paths.Posts.Show(post.Id)}#comments">{Count(post)}</a></p>
        </li>
        """;

    private static Html Meta(Post post) =>
        $"<p class=\"meta\">{post.Author} · <time datetime=\"{post.InsertedAt}\">{post.InsertedAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}</time></p>";

    private static Html Nothing(PostPage page) => If(
        page.Count == 0,
        () => $"""<div class="empty"><p>There are no posts yet.</p><p><a class="button primary" href="{Paths.Posts.New()}">Write the first one</a></p></div>""",
        () => $"""<div class="empty"><p>There is no page {page.Number}.</p><p><a href="{Paths.Posts.Index()}">To the newest posts</a></p></div>""");

    private static Html Pages(PostPage page) => $"""
        <nav class="pages" aria-label="Pages">
          {If(page.Number > 1, () => $"<a rel=\"prev\" href=\"{Paths.Posts.Index()}?page={page.Number - 1}\">‹ Newer</a>", () => $"<span>‹ Newer</span>")}
          <span>Page {page.Number} of {page.Count}</span>
          {If(page.Number < page.Count, () => $"<a rel=\"next\" href=\"{Paths.Posts.Index()}?page={page.Number + 1}\">Older ›</a>", () => $"<span>Older ›</span>")}
        </nav>
        """;

    private static string Count(Post post) => post.Comments.Count switch { 0 => "No comments", 1 => "1 comment", var many => $"{many} comments" };

    private static string[] Paragraphs(string text) => text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Excerpt(string text)
    {
        var first = Paragraphs(text).FirstOrDefault("");
        return first.Length <= ExcerptLength ? first : first[..ExcerptLength].TrimEnd() + "…";
    }
}
