using Zhar.Mail;
using Zhar.Web;
using static Zhar.Web.ResourceAction;

namespace BlogWeb;

/// <summary>Which request leads where.</summary>
public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
        .FetchFlash()
        .PutRootLayout(Layouts.Root)
        .ProtectFromForgery()
        .PutSecureBrowserHeaders());

    private static readonly Pipeline Api = new(p => p.Accepts("json"));

    protected override void Routes()
    {
        Scope("/", Browser, s =>
        {
            s.Get("/", PostController.Actions.Index);
            s.Resources<PostController>("/posts", nested: post => post.Resources<CommentController>("/comments", only: [Create, Delete]));
        });

        Scope("/api", Api, s =>
            s.Resources<PostController>("/posts", except: [New, Edit], nested: post => post.Resources<CommentController>("/comments", only: [Index, Create, Delete])));

        Scope("/dev", s => s.Forward("/mailbox", new MailboxPlug()));
    }
}
