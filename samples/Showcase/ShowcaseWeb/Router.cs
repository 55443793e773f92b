using ChatWeb;
using Zhar.Dashboard;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.ResourceAction;

namespace ShowcaseWeb;

/// <summary>Which request leads where.</summary>
public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
        .FetchLiveFlash()
        .PutRootLayout(Layouts.Root)
        .PutLayout(Layouts.App)
        .ProtectFromForgery()
        .PutSecureBrowserHeaders()
        .Plug<FetchVisitor>());

    private static readonly Pipeline Api = new(p => p.Accepts("json"));

    protected override void Routes()
    {
        Scope("/", Browser, s =>
        {
            s.Get("/", PageController.Actions.Home);
            s.Resources<UserController>("/users");
            s.Get("/signup", RegistrationController.Actions.New);
            s.Post("/signup", RegistrationController.Actions.Create);
            s.Get("/login", SessionController.Actions.New);
            s.Post("/login", SessionController.Actions.Create);
            s.Delete("/login", SessionController.Actions.Delete);
            s.LiveSession("users", session => session.OnMount<AssignVisitor>().OnMount<RequireUser>().PutLayout(Layouts.Live), live =>
            {
                live.Live<PostFormLive>("/blog/new", action: "new");
                live.Live<PostFormLive>("/blog/:id/edit", action: "edit");
            });
            s.LiveSession("showcase", session => session.OnMount<AssignVisitor>().PutLayout(Layouts.Live), live =>
            {
                live.Live<CounterLive>("/counter");
                live.Live<StoreLive>("/kv");
                live.Live<BoardLive>("/board");
                live.Live<BlogLive>("/blog");
                live.Live<PostLive>("/blog/:id");
            });
            s.LiveDashboard("/dev/dashboard");
            s.Get("/chat", PageController.Actions.Chat);
            s.LiveSession("chat", session => session.OnMount<AssignVisitor>().OnMount<AssignMember>().PutRootLayout(Layouts.Chat), live => live.Live<ChatLive>("/chat/:room"));
        });

        Scope("/api", Api, s => s.Resources<UserController>("/users", only: [Index, Show, Create]));
    }
}
