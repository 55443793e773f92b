using Showcase;
using Zhar;
using Zhar.Data;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace ShowcaseWeb;

/// <summary>Writes a post, new or changed. What was typed outlives a crash of the page and of the server.</summary>
public sealed partial class PostFormLive(Posts posts) : LiveView<PostFormLive.Assigns>
{
    public sealed record Assigns(Post Post, Changeset<Post> Changeset);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Socket.Action != "edit")
        {
            PageTitle = "New post";
            return new Assigns(new(), posts.Change(new()));
        }

        var post = await posts.Get(p.Get<long>("id"));
        PageTitle = $"Edit {post.Title}";
        if (post.UserId == Me.Id)
            return new Assigns(post, posts.Change(post));
        PutFlash("error", "Only its writer changes a post.");
        return Redirect($"/blog/{post.Id}");
    }

    [Event] private void Validate(Params p) => State = State with { Changeset = posts.Change(State.Post, p.Nested("post")).WithAction(ChangesetAction.Validate) };

    [Event]
    private async Task<LiveAction> Save(Params p)
    {
        switch (await (State.Post.Id == 0 ? posts.Create(Me, p.Nested("post")) : posts.Update(State.Post, p.Nested("post"))))
        {
            case Ok<Post>(var saved):
                PutFlash("info", State.Post.Id == 0 ? "Published." : "Saved.");
                return PushNavigate($"/blog/{saved.Id}");
            case Invalid<Post>(var changeset):
                State = State with { Changeset = changeset };
                break;
        }

        return default;
    }

    protected override Html Render(Assigns a) => $"""
        {Header(Html.Text(a.Post.Id == 0 ? "New post" : "Edit post"))}
        <form id="post-form" class="panel sheet" phx-change="{On.Validate}" phx-submit="{On.Save}">
          {Fields(new Form(a.Changeset, "post"))}
          <div class="buttons"><button type="submit">{(a.Post.Id == 0 ? "Publish" : "Save")}</button>{NavigateLink(Html.Text("Cancel"), a.Post.Id == 0 ? "/blog" : $"/blog/{a.Post.Id}")}</div>
        </form>
        """;

    private static Html Fields(Form f) => $"""
        {Input(f["title"], "Title", rest: Attrs.Of(("autocomplete", "off")))}
        {TextArea(f["body"], "Text", Attrs.Of(("rows", 10)))}
        """;

    private User Me => Socket.Assigned<Visitor>(Visitor.Key.Name).User!; // RequireUser stands before
}
