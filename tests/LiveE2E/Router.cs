using LiveE2E.Issues;
using LiveE2E.Pages;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E;

/// <summary>The routes, as the specs know them.</summary>
public sealed class Router : Zhar.Web.Router
{
    private static readonly Pipeline Browser = new(p => p
        .Accepts("html")
        .FetchSession()
        .FetchLiveFlash()
        .PutRootLayout(Layouts.Root)
        .ProtectFromForgery());

    private static readonly Pipeline Scripts = new(p => p.Accepts("json", "text", "html"));

    protected override void Routes()
    {
        Scope("/", Browser, s =>
        {
            s.LiveSession("pages", _ => { }, Pages);
            s.LiveSession("other", _ => { }, l => l.Live<Issue3686C>("/issues/3686/c"));
            s.LiveSession("navigation", session => session.PutLayout(Layouts.Navigation), l =>
            {
                l.Live<NavigationA>("/navigation/a");
                l.Live<NavigationB>("/navigation/b", action: "index");
                l.Live<NavigationB>("/navigation/b/:id", action: "show");
                l.Live<RedirectLoop>("/navigation/redirectloop");
            });
            s.Get("/navigation/dead", NavigationController.Actions.Dead);
            s.LiveSession("feedback", session => session.PutRootLayout(Layouts.Feedback), l => l.Live<FormFeedbackLive>("/form/feedback"));
            s.LiveSession("sticky stream", session => session.PutLayout(Layouts.StickyStream), l =>
            {
                l.Live<Issue3047A>("/issues/3047/a");
                l.Live<Issue3047B>("/issues/3047/b");
            });
        });
        Scope("/", Scripts, s =>
        {
            s.Get("/health", EvalController.Actions.Health);
            s.Post("/eval", EvalController.Actions.Eval);
        });
    }

    private static void Pages(LiveSessionScope l)
    {
        l.Live<StreamLive>("/stream");
        l.Live<FormLive>("/form");
        l.Live<FormNestedLive>("/form/nested");
        l.Live<FormDynamicInputsLive>("/form/dynamic-inputs");
        l.Live<FormStreamLive>("/form/stream");
        l.Live<JsLive>("/js");
        l.Live<SelectLive>("/select");
        l.Live<ComponentsLive>("/components");
        l.Live<KeyedComprehensionLive>("/keyed-comprehension");
        l.Live<HealthyLive>("/healthy/:category");
        l.Live<StreamResetLive>("/stream/reset");
        l.Live<StreamResetPartsLive>("/stream/reset-lc");
        l.Live<StreamNestedPartsLive>("/stream/nested-component-reset");
        l.Live<StreamLimitLive>("/stream/limit");
        l.Live<StreamInsideForLive>("/stream/inside-for");
        l.Live<ErrorLive>("/errors");
        l.Live<FormUnsavedLive>("/form-unsaved");
        l.Live<FormUnsavedTargetLive>("/form-unsaved/target");
        l.Live<Issue2787>("/issues/2787");
        l.Live<Issue3040>("/issues/3040");
        l.Live<Issue2835>("/issues/2835");
        l.Live<Issue3026>("/issues/3026");
        l.Live<Issue3083>("/issues/3083");
        l.Live<Issue3107>("/issues/3107");
        l.Live<Issue3117>("/issues/3117");
        l.Live<Issue3194>("/issues/3194");
        l.Live<Issue3194Other>("/issues/3194/other");
        l.Live<Issue3199>("/issues/3199");
        l.Live<Issue3199Away>("/issues/3199/away");
        l.Live<Issue3319>("/issues/3319");
        l.Live<Issue3378>("/issues/3378");
        l.Live<Issue3391>("/issues/3391");
        l.Live<Issue3496A>("/issues/3496/a");
        l.Live<Issue3496B>("/issues/3496/b");
        l.Live<Issue3529>("/issues/3529");
        l.Live<Issue3530>("/issues/3530");
        l.Live<Issue3612A>("/issues/3612/a");
        l.Live<Issue3612B>("/issues/3612/b");
        l.Live<Issue3636>("/issues/3636");
        l.Live<Issue3656>("/issues/3656");
        l.Live<Issue3686A>("/issues/3686/a");
        l.Live<Issue3686B>("/issues/3686/b");
        l.Live<Issue3719>("/issues/3719");
        l.Live<Issue3819>("/issues/3819");
        l.Live<Issue3919>("/issues/3919");
        l.Live<Issue3953>("/issues/3953");
        l.Live<Issue3979>("/issues/3979");
        l.Live<Issue4066>("/issues/4066");
        l.Live<Issue4078>("/issues/4078");
        l.Live<Issue4094>("/issues/4094");
        l.Live<Issue4095>("/issues/4095");
        l.Live<Issue4121>("/issues/4121");
        l.Live<Issue4212>("/issues/4212");
        l.Live<Issue4325>("/issues/4325");
        l.Live<Issue4334>("/issues/4334");
    }
}
