using Zhar.Live;
using Zhar.Web;

namespace ChatWeb;

/// <summary>Which request leads where.</summary>
public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
        .FetchLiveFlash()
        .PutRootLayout(Layouts.Root)
        .ProtectFromForgery()
        .PutSecureBrowserHeaders());

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Get("/", SessionController.Actions.New);
        s.Post("/session", SessionController.Actions.Create);
        s.Delete("/session", SessionController.Actions.Delete);
        s.LiveSession("members", session => session.OnMount<RequireMember>(), live => live.Live<ChatLive>("/chat/:room"));
    });
}
