using Blog;
using Microsoft.AspNetCore.Http;
using Zhar;
using Zhar.Data;
using Zhar.Web;

namespace BlogWeb;

/// <summary>What is said to a post.</summary>
public sealed partial class CommentController(Posts posts, CommentNotifier notifier) : Controller
{
    public async Task<IResult> Index(Conn conn, long postId) => Render(Index, await posts.Get(postId));

    public async Task<IResult> Create(Conn conn, long postId, Params comment)
    {
        var post = await posts.Get(postId);
        switch (await posts.AddComment(post, comment))
        {
            case Ok<Comment>(var made):
                await notifier.Deliver(post, made, conn.Url(Paths.Posts.Show(post.Id)));
                if (conn.Format == "json")
                    return Created(Paths.Api.Posts.Comments.Index(post.Id), CommentJson.Created(made));
                conn.PutFlash("info", "Thank you for your comment.");
                return Redirect(to: Paths.Posts.Show(post.Id) + "#comments");
            case Invalid<Comment>(var changeset):
                return Render(Create, post, changeset).Status(422);
            case var failure:
                return Fallback(failure);
        }
    }

    public async Task<IResult> Delete(Conn conn, long postId, long id)
    {
        await posts.DeleteComment(await posts.GetComment(postId, id));
        if (conn.Format == "json")
            return NoContent();
        conn.PutFlash("info", "The comment is gone.");
        return Redirect(to: Paths.Posts.Show(postId) + "#comments");
    }
}
