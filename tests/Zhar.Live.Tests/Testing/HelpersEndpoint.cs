using Microsoft.AspNetCore.Http;
using Zhar.Web;
using static Zhar.Web.FormComponents;

namespace Zhar.Live.Tests.Testing;

public sealed class HelpersEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.StaticAssets(static s => s.Fingerprints = true).ParseBody().Session().LiveSocket("/live").Router<HelperRouter>();
}

/// <summary>How often a user was loaded.</summary>
public sealed class UserLoads
{
    private int _count;

    public int Count => _count;

    public ValueTask<string> Load()
    {
        Interlocked.Increment(ref _count);
        return new("loaded");
    }
}

public sealed partial class HelperRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Layout).ProtectFromForgery());
    private static readonly Pipeline WithUser = new(p => p.Plug(static conn => conn.Assign("user", "from the plug")));

    protected override void Routes()
    {
        Scope("/", Browser, s =>
        {
            s.Live<HelperLive>("/helper");
            s.Post("/hello", HelloController.Actions.Hello);
            s.Get("/search", HelloController.Actions.Search);
        });
        Scope("/family", [Browser, WithUser], s => s.Live<FamilyLive>("/"));
    }

    private static Html Layout(Conn conn, Html inner) => $"<html><head>{conn.LiveTitle("Helpers")}{conn.LiveScripts()}</head><body>{inner}</body></html>";
}

public sealed partial class HelloController : Controller
{
    public IResult Hello(Conn conn, string name) => Text($"hello {name}");

    public IResult Search(Conn conn, string q) => Text($"found {q}");
}

/// <summary>Sees the results of work, and takes one event.</summary>
public sealed class HelperHook : LiveHook, IOnMount
{
    public ValueTask<LiveAction> OnMount(LiveSocket socket, Params p, Session session)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.AttachHook("helper", this);
        return default;
    }

    public override ValueTask<bool> OnEvent(LiveSocket socket, LiveEvent liveEvent)
    {
        if (liveEvent?.Name != "intercepted")
            return new(true);
        socket?.Reply(42);
        return new(false);
    }

    public override ValueTask<bool> OnAsync(LiveSocket socket, string name, ExitReason? error)
    {
        if (name != "veto")
            return new(true);
        socket?.PutFlash("vetoed", name);
        return new(false);
    }
}

[OnMount<HelperHook>]
public sealed partial class HelperLive : LiveView<HelperLive.Assigns>
{
    public sealed record Assigns(string Loaded = "none", string Text = "", string Word = "", bool Goes = false);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns());

    [Event] private void Load(string what) => StartAsync(what, async token =>
    {
        if (what == "never")
            await Task.Delay(Timeout.Infinite, token);
        await Task.Yield();
        return what;
    }, result => State = State with { Loaded = result.Value ?? "failed" });

    [Event] private void Write(string text) => State = State with { Text = text };

    [Event] private void Keep(string text) => State = State with { Text = "kept " + text };

    [Event] private void Say(string word) => State = State with { Word = word };

    [Event] private void Recover(string word) => State = State with { Word = "recovered " + word };

    [Event] private void Login() => State = State with { Goes = true };

    [Event] private LiveAction Patch() => PushPatch("/helper?page=2");

    [Event] private void Show() => PushJs(Js.Show("#note"));

    [Event] private void Fail() => throw new InvalidOperationException("told to fail");

    protected override Html Render(Assigns a) => $"""
        <p id="loaded">{a.Loaded}</p><p id="text">{a.Text}</p><p id="word">{a.Word}</p><p id="vetoed">{Flash["vetoed"]}</p>
        <p id="mounts">mounts {Socket.Mounts}</p><p id="static">changed {Socket.StaticChanged}</p>
        <form id="note" phx-change="{On.Write}" phx-submit="{On.Keep}"><input name="text"></form>
        <form id="other" phx-change="{On.Say}" phx-auto-recover="{On.Recover}"><input name="word"></form>
        {FormTag("/hello", Socket.CsrfToken, $"<input name=\"name\">", rest: Attrs.Of(("id", "login"), ("phx-submit", On.Login), ("phx-trigger-action", a.Goes)))}
        <form id="search" action="/search"><input name="q"></form>
        """;
}

/// <summary>Stands alone.</summary>
public sealed partial class LonelyLive : LiveView<LonelyLive.Assigns>
{
    public sealed record Assigns(string Name, string Locale, int Count);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(session?["name"] ?? "", Socket.ConnectParams.Get("locale") ?? "", 0));

    [Event]
    private LiveAction Add()
    {
        State = State with { Count = State.Count + 1 };
        return Reply(State.Count);
    }

    protected override Html Render(Assigns a) => $"<p phx-click=\"{On.Add}\">{a.Name} {a.Locale} {a.Count}</p>";
}

public sealed partial class OuterComponent : LiveComponent<OuterComponent.Props, string>
{
    public sealed record Props(string Name);

    protected override ValueTask<string> Mount(Props props) => new("mounted");

    protected override Html Render(string state) => $"<div id=\"{Id}\">{Given.Name} {state} {InnerComponent.Component("inner-of-" + Id)}</div>";
}

public sealed partial class InnerComponent : LiveComponent<int>
{
    protected override ValueTask<int> Mount() => new(0);

    protected override Html Render(int state) => $"<i>inner {Id}</i>";
}

/// <summary>A view with another one inside, which both want to know who is there.</summary>
public sealed partial class FamilyLive(UserLoads loads) : LiveView<string>
{
    protected override async ValueTask<Mount<string>> Mount(Params p, Session session) => await Socket.AssignNew("user", loads.Load);

    protected override Html Render(string user) => $"<p id=\"outer-user\">outer {user}</p>{LiveRender<ChildLive>("child")}";
}

public sealed partial class ChildLive(UserLoads loads) : LiveView<string>
{
    protected override async ValueTask<Mount<string>> Mount(Params p, Session session) => await Socket.AssignNew("user", loads.Load);

    protected override Html Render(string user) => $"<p id=\"inner-user\">inner {user}</p>";
}
