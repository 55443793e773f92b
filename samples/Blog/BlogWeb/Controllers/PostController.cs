using Blog;
using Microsoft.AspNetCore.Http;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace BlogWeb;

/// <summary>Posts, as pages and as JSON.</summary>
public sealed partial class PostController(Posts posts) : Controller
{
    public async Task<IResult> Index(Conn conn, int page = 1) => Render(Index, await posts.List(page));

    public async Task<IResult> Show(Conn conn, long id)
    {
        var post = await posts.Get(id);
        conn.Assign(Layouts.Title, post.Title);
        return Render(Show, post);
    }

    public IResult New(Conn conn) => Render(New, posts.Change(new Post()));

    public async Task<IResult> Create(Conn conn, Params post)
    {
        switch (await posts.Create(post))
        {
            case Ok<Post>(var made) when conn.Format == "json":
                return Created(Paths.Api.Posts.Show(made.Id), PostJson.Created(made));
            case Ok<Post>(var made):
                conn.PutFlash("info", "Published.");
                return Redirect(to: Paths.Posts.Show(made.Id));
            case Invalid<Post>(var changeset):
                return Render(New, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    public async Task<IResult> Edit(Conn conn, long id) => Render(Edit, posts.Change(await posts.Get(id)));

    public async Task<IResult> Update(Conn conn, long id, Params post)
    {
        switch (await posts.Update(await posts.Get(id), post))
        {
            case Ok<Post>(var changed) when conn.Format == "json":
                return Render(Show, changed);
            case Ok<Post>(var changed):
                conn.PutFlash("info", "Saved.");
                return Redirect(to: Paths.Posts.Show(changed.Id));
            case Invalid<Post>(var changeset):
                return Render(Edit, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    public async Task<IResult> Delete(Conn conn, long id)
    {
        var post = await posts.Get(id);
        await posts.Delete(post);
        if (conn.Format == "json")
            return NoContent();
        conn.PutFlash("info", $"Deleted \"{post.Title}\".");
        return Redirect(to: Paths.Posts.Index());
    }
}
