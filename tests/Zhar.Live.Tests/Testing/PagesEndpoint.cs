using System.Collections.Immutable;
using Zhar.Web;

namespace Zhar.Live.Tests.Testing;

public sealed class PagesEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<PagesRouter>();
}

public sealed class PagesRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout(Layout));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<CounterLive>("/counter");
        s.Live<SignUpLive>("/sign-up");
        s.Live<TwinsLive>("/twins");
        s.Live<OuterLive>("/outer");
        s.Live<AwayLive>("/away");
    });

    private static Html Layout(Conn conn, Html inner) => $"<html><head>{conn.LiveTitle("Tests")}</head><body>{inner}</body></html>";
}

/// <summary>A counter with each kind of event.</summary>
public sealed partial class CounterLive : LiveView<CounterLive.Assigns>
{
    public sealed record Assigns(int Count, ImmutableList<string> Keys, string Page = "1");

    public sealed record Tick;

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            PubSub.Default.Subscribe("ticks");
        return new(new Assigns(0, []));
    }

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { Page = p.Get("page") ?? "1" };
        return default;
    }

    [Event] private void Add(int by)
    {
        State = State with { Count = State.Count + by };
        PageTitle = $"Count {State.Count}";
    }

    [Event] private void Press(string key) => State = State with { Keys = State.Keys.Add(key) };

    [Event] private void Undo() => State = State with { Keys = State.Keys.Reverse() };

    [Event] private LiveAction Turn() => PushPatch("/counter?page=2");

    [Event] private LiveAction Leave()
    {
        PutFlash("info", "from the counter");
        return PushNavigate("/away");
    }

    [Event] private LiveAction Out()
    {
        PutFlash("info", "redirected");
        return Redirect("/away");
    }

    [Event] private void Shout() => PushEvent("shout", State.Count);

    [Event] private LiveAction Ask(string question) => Reply(question.Length);

    [Event] private void Fail() => throw new InvalidOperationException("told to fail");

    [Info] private void OnTick(Tick _) => State = State with { Count = State.Count + 1000 };

    protected override Html Render(Assigns a) => $"""
        <h1>Count is {a.Count}</h1>
        {When(a.Count > 10, () => $"<p class=\"many\">Many</p>")}
        <ul>{Each(a.Keys, k => k, k => $"<li>{k}</li>")}</ul>
        <output>{a.Page}</output>
        <button phx-click="add" phx-value-by="1">One</button>
        <button phx-click="{Js.Push(On.Add.With(("by", 5))).Hide("h1")}">Five</button>
        <button phx-click="{Js.Hide("h1")}">Hide</button>
        <button phx-click="add" phx-value-by="1" disabled>Off</button>
        <div phx-window-keydown="{On.Press}"></div>
        <input id="enter" phx-keydown="{On.Press}" phx-key="Enter">
        <button phx-click="{On.Undo}">Undo</button>
        <button phx-click="{On.Turn}">Turn</button>
        <a href="/counter?page=7" data-phx-link="patch" data-phx-link-state="push">Seven</a>
        <a href="/away" data-phx-link="redirect" data-phx-link-state="push">Away</a>
        <a href="/away" data-phx-link="redirect" data-phx-link-state="push" phx-click="{Js.Hide("h1")}">Quietly</a>
        <button phx-click="{On.Leave}">Leave</button>
        <button phx-click="{On.Out}">Out</button>
        <button phx-click="{On.Shout}">Shout</button>
        <button phx-click="{On.Fail}">Fail</button>
        <button>Nothing</button>
        """;
}

/// <summary>A form.</summary>
public sealed partial class SignUpLive : LiveView<SignUpLive.Assigns>
{
    public sealed record Assigns(string Heard, string Saved);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns("", ""));

    [Event] private void Validate(Params p) => State = State with { Heard = $"{p.Nested("user")["name"]} by {string.Join('.', p.List("_target"))}" };

    [Event] private void Save(Params p)
    {
        var user = p.Nested("user");
        State = State with { Saved = $"{user["name"]}|{user["role"]}|{user["news"]}|{user["note"]}|{p.Get("go")}" };
    }

    protected override Html Render(Assigns a) => $"""
        <form id="sign-up" phx-change="{On.Validate}" phx-submit="{On.Save}">
          <input name="user[name]" value="">
          <input type="hidden" name="user[secret]" value="s">
          <select name="user[role]"><option value="guest">Guest</option><option value="admin">Admin</option></select>
          <input type="hidden" name="user[news]" value="false"><input type="checkbox" name="user[news]" value="true">
          <textarea name="user[note]">a + b &amp; c</textarea>
          <button name="go" value="now">Save</button>
        </form>
        <p id="heard">{a.Heard}</p>
        <p id="saved">{a.Saved}</p>
        """;
}

/// <summary>Two elements with one id, after a click.</summary>
public sealed partial class TwinsLive : LiveView<bool>
{
    protected override ValueTask<Mount<bool>> Mount(Params p, Session session) => new(false);

    [Event] private void Twin() => State = true;

    protected override Html Render(bool twins) => $"""<p id="one"></p>{When(twins, () => $"<p id=\"one\"></p>")}<button phx-click="{On.Twin}">Twin</button>""";
}

public sealed partial class OuterLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int count) => $"""<h1>Outer</h1>{LiveRender<InnerLive>("inner", [("start", "5")])}""";
}

public sealed partial class InnerLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(session.Get("start", 0));

    [Event] private void Increment() => State++;

    protected override Html Render(int count) => $"""<output>{count}</output><button phx-click="{On.Increment}">+1</button>""";
}

public sealed partial class AwayLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) =>
        p?.Get("to") is { } to && Connected ? new(PushNavigate(to)) : new(0);

    protected override Html Render(int state) => $"<p>away {Flash["info"]}</p>";
}
