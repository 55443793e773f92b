using System.Collections.Immutable;
using System.Globalization;
using Showcase;
using Zhar;
using Zhar.Data;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace ShowcaseWeb;

/// <summary>A post, and what is said to it, as it is said.</summary>
public sealed partial class PostLive(Posts posts) : LiveView<PostLive.Assigns>
{
    public sealed record Assigns(Post Post, ImmutableList<Comment> Comments, Changeset<Comment> Changeset, bool IsMine, bool IsGone = false);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        // Before it is read: what is said meanwhile comes twice rather than never.
        if (Connected)
            PubSub.Subscribe(Posts.Topic);
        var post = await posts.Get(p.Get<long>("id"));
        PageTitle = post.Title;
        return new Assigns(post, [.. post.Comments], Fresh(), post.UserId == Me.User?.Id);
    }

    [Event] private void Validate(Params p) => State = State with { Changeset = posts.ChangeComment(new(), p.Nested("comment")).WithAction(ChangesetAction.Validate) };

    [Event]
    private async Task Say(Params p)
    {
        switch (await posts.AddComment(State.Post, p.Nested("comment")))
        {
            case Ok<Comment>(var made):
                State = State with { Comments = With(made), Changeset = Fresh() };
                break;
            case Invalid<Comment>(var changeset):
                State = State with { Changeset = changeset };
                break;
        }
    }

    [Event]
    private async Task<LiveAction> Delete()
    {
        if (!State.IsMine)
            return default;
        await posts.Delete(State.Post);
        PutFlash("info", $"\"{State.Post.Title}\" is deleted.");
        return PushNavigate("/blog");
    }

    [Info] private void OnCommented(Posts.Commented commented)
    {
        if (commented.Comment.PostId == State.Post.Id)
            State = State with { Comments = With(commented.Comment) };
    }

    [Info] private void OnWritten(Posts.Written written)
    {
        if (written.Post.Id == State.Post.Id)
            State = State with { Post = written.Post };
    }

    [Info] private void OnDeleted(Posts.Deleted deleted)
    {
        if (deleted.Id == State.Post.Id)
            State = State with { IsGone = true };
    }

    protected override Html Render(Assigns a) => $"""
        <p class="back">{NavigateLink(Html.Text("← All posts"), "/blog")}</p>
        {When(a.IsGone, () => $"""<p class="notice error" role="alert">This post was deleted meanwhile.</p>""")}
        <article class="post">
          <h1>{a.Post.Title}</h1>
          <p class="meta">{a.Post.User.Value?.Name} · <time datetime="{a.Post.InsertedAt}">{a.Post.InsertedAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}</time></p>
          <div class="body">{Each(Paragraphs(a.Post.Body), text => $"<p>{text}</p>")}</div>
          {When(a.IsMine && !a.IsGone, () => $"""<div class="buttons">{NavigateLink(Html.Text("Edit"), $"/blog/{a.Post.Id}/edit", rest: Attrs.Of(("class", "button quiet")))}<button type="button" class="danger" phx-click="{On.Delete}" data-confirm="Delete this post and its comments?">Delete</button></div>""")}
        </article>
        <section class="comments" aria-labelledby="comments-title">
          <h2 id="comments-title">{(a.Comments.Count == 0 ? "Nobody has said anything yet" : BlogLive.Count(a.Comments.Count))}</h2>
          <ol id="comments" aria-live="polite">{Each(a.Comments, c => c.Id, c => $"""<li id="comment-{c.Id}"><p class="meta"><b>{c.Author}</b> · <time datetime="{c.InsertedAt}">{c.InsertedAt.ToString("d MMM, HH:mm", CultureInfo.InvariantCulture)}</time></p><p class="said">{c.Body}</p></li>""")}</ol>
          <form id="comment-form" class="panel sheet" phx-change="{On.Validate}" phx-submit="{On.Say}">{Fields(new Form(a.Changeset, "comment"))}<div class="buttons"><button type="submit" disabled="{a.IsGone}">Comment</button></div></form>
        </section>
        """;

    private static Html Fields(Form f) => $"""
        {Input(f["author"], "Name", rest: Attrs.Of(("autocomplete", "nickname")))}
        {TextArea(f["body"], "Comment", Attrs.Of(("rows", 3)))}
        """;

    private Visitor Me => Socket.Assigned<Visitor>(Visitor.Key.Name);

    private Changeset<Comment> Fresh() => posts.ChangeComment(new() { Author = Me.Name });

    private ImmutableList<Comment> With(Comment comment) => State.Comments.Exists(c => c.Id == comment.Id) ? State.Comments : State.Comments.Add(comment);

    private static string[] Paragraphs(string text) => text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
