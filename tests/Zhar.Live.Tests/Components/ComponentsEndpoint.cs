using System.Collections.Concurrent;
using System.Collections.Immutable;
using Zhar.Web;

namespace Zhar.Live.Tests.Components;

public sealed class ComponentsEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<ComponentsRouter>();
}

public sealed class ComponentsRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash().PutRootLayout((_, inner) => $"<html><body>{inner}</body></html>"));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<BoardLive>("/board");
        s.Live<WrongLive>("/wrong/:what");
        s.Live<MemoLive>("/memo");
        s.Live<PortalLive>("/portal");
    });
}

/// <summary>What the components of one test have done.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line) => _lines.Enqueue(line);

    public int Count(string line) => _lines.Count(l => l == line);
}

/// <summary>A page with cards, each of which has a badge in it.</summary>
public sealed partial class BoardLive(Journal journal) : LiveView<BoardLive.Assigns>
{
    public sealed record Assigns(ImmutableList<Card> Cards, bool Other = false, string Heard = "", int Ticks = 0, bool Busy = false);

    public sealed record Card(string Id, string Title);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) =>
        new(new Assigns([new("a", "Ada"), new("b", "Bob"), new("c", "Cleo")]));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { Heard = p?.Get("say") ?? State.Heard };
        return default;
    }

    [Event] private void Tick() => State = State with { Ticks = State.Ticks + 1 };

    [Event] private void Rename(string id, string title) => State = State with { Cards = [.. State.Cards.Select(c => c.Id == id ? c with { Title = title } : c)] };

    [Event] private void Drop(string id) => State = State with { Cards = State.Cards.RemoveAll(c => c.Id == id) };

    [Event] private void Append(string id) => State = State with { Cards = State.Cards.Add(new(id, id.ToUpperInvariant())) };

    [Event] private void Reverse() => State = State with { Cards = State.Cards.Reverse() };

    [Event] private void Other() => State = State with { Other = !State.Other };

    [Event] private void Busy() => State = State with { Busy = true };

    [Event] private void Nudge(string id) => CardComponent.SendChange(id, props => props with { Title = props.Title + "!" });

    [Info] private void OnPicked(CardComponent.Picked picked) => State = State with { Heard = "picked " + picked.Title };

    protected override Html Render(Assigns a)
    {
        journal.Add("render view");
        if (a.Other)
            return $"""<section><p id="ticks">{a.Ticks}</p>{Cards(a)}</section>""";
        return $"""<main><p id="ticks">{a.Ticks}</p><p id="heard">{a.Heard}</p><p id="flash">{Flash["info"]}</p>{Cards(a)}{When(a.Busy, () => LoadComponent.Component("load"))}</main>""";
    }

    private static Html Cards(Assigns a) => $"""<ul>{Each(a.Cards, c => c.Id, c => CardComponent.Component(c.Id, new(c.Title)))}</ul>""";
}

public sealed partial class CardComponent(Journal journal) : LiveComponent<CardComponent.Props, CardComponent.Assigns>
{
    public sealed record Props(string Title);

    public sealed record Assigns(int Likes, string Loaded = "");

    public sealed record Picked(string Title);

    protected override async ValueTask<Assigns> Mount(Props props)
    {
        journal.Add("mount " + Id);
        await Task.Yield();
        return new Assigns(0);
    }

    protected override async ValueTask UpdateMany(IReadOnlyList<ComponentUpdate<Props, Assigns>> updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        journal.Add("load " + string.Join(',', updates.Select(static u => u.Id)));
        await Task.Yield();
        foreach (var update in updates)
            update.State = update.State with { Loaded = update.Props.Title.ToLowerInvariant() };
    }

    [Event] private void Like(int by = 1) => State = State with { Likes = State.Likes + by };

    [Event] private void Pick() => SendToView(new Picked(Given.Title));

    [Event] private void Praise() => PutFlash("info", "praised " + Id);

    [Event] private LiveAction Say() => PushPatch("/board?say=" + Id);

    [Event] private LiveAction Ask() => Reply(State.Likes);

    [Event] private void Fail() => throw new InvalidOperationException("told to fail");



    protected override Html Render(Assigns a)
    {
        journal.Add("render " + Id);
        return $"""
            <li id="card-{Id}"><b>{Given.Title}</b><i>{a.Loaded}</i><output>{a.Likes}</output>{When(a.Likes > 1, () => $"<em class=\"hot\">hot</em>")}
              <button class="like" phx-click="{On.Like}" phx-target="{Myself}">+</button>
              <button class="two" phx-click="{On.Like.With(("by", 2))}" phx-target="{Myself}">++</button>
              <button class="pick" phx-click="{On.Pick}" phx-target="{Myself}">Pick</button>
              <button class="praise" phx-click="{On.Praise}" phx-target="{Myself}">Praise</button>
              <button class="say" phx-click="{On.Say}" phx-target="{Myself}">Say</button>
              <button class="fail" phx-click="{On.Fail}" phx-target="#card-{Id}">Fail</button>
              {BadgeComponent.Component("badge-" + Id)}
            </li>
            """;
    }
}

/// <summary>A component in a component, without props.</summary>
public sealed partial class BadgeComponent : LiveComponent<int>
{
    protected override ValueTask<int> Mount() => new(0);

    [Event] private void Wear() => State++;

    protected override Html Render(int worn) => $"""<span class="badge" id="{Id}" phx-click="{On.Wear}" phx-target="{Myself}">worn {worn}</span>""";
}

/// <summary>Loads beside the page, and has a stream.</summary>
public sealed partial class LoadComponent : LiveComponent<LoadComponent.Assigns>
{
    public sealed record Assigns(AsyncResult<string> Value, LiveStream<string> Lines, int Loads);

    protected override async ValueTask<Assigns> Mount() =>
        new(AsyncResult<string>.Pending, LiveStream<string>.Create("lines").Insert("first", "first"), await LoadOnce(() => new ValueTask<int>(1)));

    [Event] private void Load(string what) => AssignAsync(Work(what), State.Value.HasValue ? State.Value : null, (s, value) => s with { Value = value });

    [Event] private void Write(string line) => State = State with { Lines = State.Lines.Insert(line, line, at: 0) };

    private static Func<CancellationToken, Task<string>> Work(string what) => _ => what == "fail" ? throw new InvalidOperationException("the load fails") : Task.FromResult(what);

    protected override Html Render(Assigns a) => $"""
        <div id="{Id}"><p class="value">{(a.Value.IsLoading ? "loading" : a.Value.IsFailed ? "failed" : "idle")} {a.Value.Value}</p>
          <ul id="lines" phx-update="stream">{a.Lines.Each((id, line) => $"<li id=\"{id}\">{line}</li>")}</ul>
        </div>
        """;
}

/// <summary>Pages that cannot work.</summary>
public sealed partial class WrongLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new(p!["what"]);

    protected override Html Render(string what) => what switch
    {
        "twice" => $"<div>{BadgeComponent.Component("one")}{BadgeComponent.Component("one")}</div>",
        "two-roots" => $"<div>{TwoRootsComponent.Component("one")}</div>",
        "attribute" => $"<div title=\"{BadgeComponent.Component("one")}\"></div>",
        "away" => $"<div>{AwayComponent.Component("one", new("/board"))}</div>",
        "away-connected" => $"<div>{When(Connected, () => AwayComponent.Component("one", new("/board")))}</div>",
        _ => $"<div>{(Html)$"{(Html)$"{BadgeComponent.Component("deep")}"}"}</div>",
    };
}

public sealed partial class TwoRootsComponent : LiveComponent<int>
{
    protected override ValueTask<int> Mount() => new(0);

    protected override Html Render(int state) => $"<p>one</p><p>two</p>";
}

public sealed partial class AwayComponent : LiveComponent<AwayComponent.Props, int>
{
    public sealed record Props(string To);

    protected override ValueTask<int> Mount(Props props)
    {
        PushNavigate(props!.To);
        return new(0);
    }

    protected override Html Render(int state) => $"<p>away</p>";
}

/// <summary>A component in a piece that is only made when something has changed.</summary>
public sealed partial class MemoLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private void Tick() => State++;

    protected override Html Render(int ticks) => $"""<div><p>{ticks}</p>{Memo(ticks / 2, () => $"<section>{BadgeComponent.Component("in-memo")}</section>")}</div>""";
}

/// <summary>A component whose dialog stands elsewhere in the page.</summary>
public sealed partial class PortalLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"""<div>{DialogComponent.Component("dialog")}</div>""";
}

public sealed partial class DialogComponent : LiveComponent<int>
{
    protected override ValueTask<int> Mount() => new(0);

    [Event] private void Confirm() => State++;

    protected override Html Render(int confirmed) => $"""<section><template id="away" data-phx-portal="body"><div id="away-wrap"><button phx-click="{On.Confirm}" phx-target="#away-wrap">Confirm {confirmed}</button></div></template></section>""";
}
