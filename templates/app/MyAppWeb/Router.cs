#if (live)
using Zhar.Dashboard;
using Zhar.Live;
#endif
#if (mailer)
using Zhar.Mail;
#endif
using Zhar.Web;

namespace MyAppWeb;

/// <summary>Which request leads where.</summary>
public sealed class Router : Zhar.Web.Router
{
#if (html)
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
#if (live)
        .FetchLiveFlash()
#else
        .FetchFlash()
#endif
        .PutRootLayout(Layouts.Root)
        .PutLayout(Layouts.App)
        .ProtectFromForgery()
        .PutSecureBrowserHeaders());

#endif
    private static readonly Pipeline Api = new(p => p.Accepts("json"));

    protected override void Routes()
    {
#if (html)
        Scope("/", Browser, s =>
        {
#if (live)
            s.LiveSession("app", live => live.PutLayout(Layouts.Live), live =>
            {
                live.Live<HomeLive>("/");
            });
#else
            s.Get("/", PageController.Actions.Home);
#endif
        });

        Scope("/api", Api, s =>
        {
            s.Get("/status", StatusController.Actions.Show);
        });
#else
        Scope("/", Api, s =>
        {
            s.Get("/", StatusController.Actions.Show);
        });

        Scope("/api", Api, s =>
        {
            s.Get("/status", StatusController.Actions.Show);
        });
#endif
#if (live)

        // The supervision tree with its processes. Outside of development it answers 404.
        Scope("/dev", Browser, s => s.LiveDashboard("/dashboard"));
#endif
#if (mailer)

        // The emails that were sent while developing. In production it answers 404, and emails leave by SMTP.
        Scope("/dev", s => s.Forward("/mailbox", new MailboxPlug()));
#endif
    }
}
