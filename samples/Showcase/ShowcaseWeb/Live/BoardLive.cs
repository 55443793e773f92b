using System.Collections.Immutable;
using Showcase;
using Zhar;
using Zhar.Data;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace ShowcaseWeb;

/// <summary>The board in one window: drag and drop, buttons for the keyboard, and who else is there.</summary>
public sealed partial class BoardLive : LiveView<BoardLive.Assigns>
{
    public sealed record Assigns(ImmutableList<Card> Cards, ImmutableArray<BoardPresence.Person> People, Edit? Edit = null, string? NewError = null, int Added = 0);

    /// <summary>A card that is being edited here.</summary>
    /// <param name="Seen">The card as it was when the editing began, or when the last conflict was shown.</param>
    /// <param name="Title">What is typed.</param>
    /// <param name="Error">What is wrong with it.</param>
    /// <param name="Theirs">What somebody else has made of the title meanwhile.</param>
    public sealed record Edit(Card Seen, string Title, string? Error = null, string? Theirs = null);

    protected override async ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        PageTitle = "Board";
        if (Connected)
        {
            PubSub.Subscribe(Board.Topic);
            await BoardPresence.Enter(Me);
        }

        return new Assigns(await TheBoard.TryList() is Ok<ImmutableList<Card>>(var cards) ? cards : [], await BoardPresence.People());
    }

    // ---- what the browser does ---------------------------------------------------------------------------------------

    [Event]
    private async Task Add(string title)
    {
        var result = await TheBoard.TryAdd(Board.Lanes[0].Name, Params.Of(("title", title)));
        State = result switch
        {
            Ok<Result<Card>>(Ok<Card>) => State with { NewError = null, Added = State.Added + 1 },
            Ok<Result<Card>>(Invalid<Card>(var changeset)) => State with { NewError = Text(changeset) },
            _ => State with { NewError = Unavailable },
        };
    }

    [Event] private async Task Move(long id, string lane, long? before = null) => Tell(await TheBoard.TryMove(id, lane, before));

    /// <summary>Moves a card by one place, for those who have no mouse.</summary>
    [Event]
    private async Task Step(long id, int lanes, int places)
    {
        if (State.Cards.Find(c => c.Id == id) is not { } card)
            return;
        var from = Board.Lanes.ToList().FindIndex(l => l.Name == card.Lane);
        var to = Math.Clamp(from + lanes, 0, Board.Lanes.Length - 1);
        var others = Lane(State.Cards, Board.Lanes[to].Name).Where(c => c.Id != id).ToList();
        var at = to == from ? Lane(State.Cards, card.Lane).ToList().FindIndex(c => c.Id == id) + places : others.Count;
        Tell(await TheBoard.TryMove(id, Board.Lanes[to].Name, at >= 0 && at < others.Count ? others[at].Id : at < 0 ? others.FirstOrDefault()?.Id : null));
    }

    [Event] private async Task Remove(long id) => Tell(await TheBoard.TryRemove(id));

    [Event]
    private async Task Open(long id)
    {
        if (State.Cards.Find(c => c.Id == id) is not { } card)
            return;
        State = State with { Edit = new(card, card.Title) };
        await BoardPresence.Edit(Me, id);
    }

    [Event] private Task Close() => Done();

    [Event] private void Typing(string title)
    {
        if (State.Edit is { } edit)
            State = State with { Edit = edit with { Title = title } };
    }

    [Event]
    private async Task Save(string title)
    {
        if (State.Edit is not { } edit)
            return;
        switch (await TheBoard.TryRename(edit.Seen, Params.Of(("title", title))))
        {
            case Ok<Result<Card>>(Ok<Card>):
                await Done();
                break;
            case Ok<Result<Card>>(Invalid<Card>(var changeset)) when State.Cards.Find(c => c.Id == edit.Seen.Id) is { } now && now.Version != edit.Seen.Version:
                // Somebody was faster. Both titles are shown, and saving again means it.
                State = State with { Edit = new(now, title, Text(changeset), now.Title) };
                break;
            case Ok<Result<Card>>(Invalid<Card>(var changeset)):
                State = State with { Edit = edit with { Title = title, Error = Text(changeset) } };
                break;
            default:
                State = State with { Edit = edit with { Title = title, Error = Unavailable } };
                break;
        }
    }

    // ---- what others do ----------------------------------------------------------------------------------------------

    [Info] private void OnChanged(Board.Changed changed) => State = State with { Cards = changed.Cards };

    [Info] private void OnPeople(BoardPresence.Changed changed) => State = State with { People = changed.People };

    // ---- the page ----------------------------------------------------------------------------------------------------

    protected override Html Render(Assigns a) => $"""
        {Header(Html.Text("Board"), Html.Text("One process owns the order of the cards, versions guard their titles: whoever edits at the same time, nothing is lost."), People(a))}
        <form id="new-card" class="new-card" phx-submit="{On.Add}">
          <label class="unseen" for="new-title">New card</label>
          <input id="new-title" name="title" placeholder="Something to do…" maxlength="200" autocomplete="off" required data-added="{a.Added}" phx-hook="EmptyWhenAdded">
          <button type="submit">Add card</button>
        </form>
        {When(a.NewError, e => $"""<p class="notice error" role="alert">{e}</p>""")}
        <div class="board" id="board" phx-hook="Board">{Each(Board.Lanes, l => l.Name, l => LaneOf(a, l.Name, l.Title))}</div>
        <p class="hint">Drag a card, or use its arrows. Open this page in a second window.</p>
        """;

    private Html LaneOf(Assigns a, string name, string title) => $"""
        <section class="lane" id="lane-{name}" data-lane="{name}" aria-labelledby="lane-{name}-title">
          <h2 id="lane-{name}-title">{title} <span class="badge">{a.Cards.Count(c => c.Lane == name)}</span></h2>
          <ol>{Each(Lane(a.Cards, name), c => c.Id, c => CardOf(a, c))}</ol>
        </section>
        """;

    private Html CardOf(Assigns a, Card card) => $"""
        <li class="{Class("ticket", ("open", a.Edit?.Seen.Id == card.Id))}" id="card-{card.Id}" data-card="{card.Id}" draggable="{(a.Edit?.Seen.Id == card.Id ? "false" : "true")}">
          {When(a.Edit?.Seen.Id == card.Id ? a.Edit : null, e => EditorOf(e, card), () => $"""
            <button type="button" class="title" phx-click="{On.Open.With(("id", card.Id))}">{card.Title}</button>
            {When(Editors(a, card), names => $"""<p class="hint editing">{names} is editing</p>""")}
            <div class="moves">
              <button type="button" class="quiet small" aria-label="Move {card.Title} to the left" phx-click="{On.Step.With(("id", card.Id), ("lanes", -1), ("places", 0))}" disabled="{card.Lane == Board.Lanes[0].Name}">←</button>
              <button type="button" class="quiet small" aria-label="Move {card.Title} up" phx-click="{On.Step.With(("id", card.Id), ("lanes", 0), ("places", -1))}">↑</button>
              <button type="button" class="quiet small" aria-label="Move {card.Title} down" phx-click="{On.Step.With(("id", card.Id), ("lanes", 0), ("places", 1))}">↓</button>
              <button type="button" class="quiet small" aria-label="Move {card.Title} to the right" phx-click="{On.Step.With(("id", card.Id), ("lanes", 1), ("places", 0))}" disabled="{card.Lane == Board.Lanes[^1].Name}">→</button>
              <button type="button" class="quiet small remove" aria-label="Remove {card.Title}" phx-click="{On.Remove.With(("id", card.Id))}">×</button>
            </div>
            """)}
        </li>
        """;

    private Html EditorOf(Edit edit, Card card) => $"""
        <form id="edit-{card.Id}" phx-submit="{On.Save}" phx-change="{On.Typing}">
          {When(edit.Theirs, theirs => $"""<p class="notice error" role="alert">Somebody was faster. It reads now: <b>{theirs}</b>. Save again to have yours instead.</p>""")}
          {When(edit.Theirs is null ? edit.Error : null, e => $"""<p class="notice error" role="alert">The title {e}.</p>""")}
          <label class="unseen" for="title-{card.Id}">Title</label>
          <textarea id="title-{card.Id}" name="title" rows="2" maxlength="200" phx-mounted="{Js.Focus()}">{"\n"}{edit.Title}</textarea>
          <div class="buttons"><button type="submit" class="small">Save</button><button type="button" class="quiet small" phx-click="{On.Close}">Cancel</button></div>
        </form>
        """;

    private static Html People(Assigns a) => $"""
        <ul class="people" id="people" aria-label="Who is here">{Each(a.People, p => p.Id, p => $"""<li title="{p.Name}"><span class="face" aria-hidden="true">{Initials(p.Name)}</span><span class="unseen">{p.Name}</span></li>""")}</ul>
        """;

    private string? Editors(Assigns a, Card card) =>
        string.Join(", ", a.People.Where(p => p.Id != Me.Id && p.Editing.Contains(card.Id)).Select(p => p.Name)) is { Length: > 0 } names ? names : null;

    private static IEnumerable<Card> Lane(ImmutableList<Card> cards, string lane) => cards.Where(c => c.Lane == lane).OrderBy(c => c.Position).ThenBy(c => c.Id);

    private static string Initials(string name) => string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(static w => char.ToUpperInvariant(w[0])));

    private static string Text(Changeset changeset) => string.Join(", ", changeset.Errors.Select(static e => e.Text));

    private const string Unavailable = "could not be stored: the board is being started again. Try once more";

    private static Board.Ref TheBoard => Board.Name;

    private Visitor Me => Socket.Assigned<Visitor>(Visitor.Key.Name);

    private void Tell<T>(Result<T> result)
    {
        if (result is Error<T>)
            PutFlash("error", "The board is being started again. Try once more.");
    }

    private async Task Done()
    {
        State = State with { Edit = null };
        await BoardPresence.Edit(Me, null);
    }
}
