using System.Collections.Immutable;
using System.Globalization;
using Showcase;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace ShowcaseWeb;

/// <summary>The posts, newest first. A new one appears in every window.</summary>
public sealed partial class BlogLive(Posts posts) : LiveView<BlogLive.Assigns>
{
    private const int ExcerptLength = 220;

    public sealed record Assigns(ImmutableList<Post> Posts);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Blog";
        if (Connected)
            PubSub.Subscribe(Showcase.Posts.Topic);
        return new Assigns([.. await LoadOnce(async () => await posts.List())]);
    }

    [Info] private void OnWritten(Posts.Written written) => State = State with
    {
        Posts = State.Posts.FindIndex(p => p.Id == written.Post.Id) is >= 0 and var i ? State.Posts.SetItem(i, written.Post) : State.Posts.Insert(0, written.Post),
    };

    [Info] private void OnDeleted(Posts.Deleted deleted) => State = State with { Posts = State.Posts.RemoveAll(p => p.Id == deleted.Id) };

    [Info] private void OnCommented(Posts.Commented commented)
    {
        if (State.Posts.FindIndex(p => p.Id == commented.Comment.PostId) is >= 0 and var i)
            State = State with { Posts = State.Posts.SetItem(i, State.Posts[i] with { Comments = [.. State.Posts[i].Comments, commented.Comment] }) };
    }

    protected override Html Render(Assigns a) => $"""
        {Header(Html.Text("Blog"), Html.Text("Posts and comments from the database. What one window writes, the others show."), NavigateLink(Html.Text("New post"), "/blog/new", rest: Attrs.Of(("class", "button"))))}
        {When(a.Posts.Count == 0, () => $"""<p class="panel hint">There are no posts yet.</p>""")}
        <ol class="posts" id="posts">{Each(a.Posts, p => p.Id, Item)}</ol>
        """;

    private static Html Item(Post post) => $"""
        <li class="panel" id="post-{post.Id}">
          <h2>{NavigateLink(Html.Text(post.Title), $"/blog/{post.Id}")}</h2>
          <p class="meta">{post.User.Value?.Name} · <time datetime="{post.InsertedAt}">{post.InsertedAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}</time> · {Count(post.Comments.Count)}</p>
          <p>{Excerpt(post.Body)}</p>
        </li>
        """;

    internal static string Count(int comments) => comments switch { 0 => "no comments", 1 => "1 comment", var many => $"{many} comments" };

    private static string Excerpt(string text)
    {
        var first = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault("");
        return first.Length <= ExcerptLength ? first : first[..ExcerptLength].TrimEnd() + "…";
    }
}
