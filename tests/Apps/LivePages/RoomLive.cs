using System.Collections.Immutable;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LivePages;

/// <summary>A chat room whose pages hear each other.</summary>
public sealed partial class RoomLive : LiveView<RoomLive.Assigns>
{
    public sealed record Assigns(string Room, ImmutableList<Message> Messages, int NextId = 0);

    public sealed record Message(int Id, string Text);

    public sealed record Said(string Text);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        if (Connected)
            PubSub.Default.Subscribe($"room:{p["room"]}");
        return new(new Assigns(p["room"], []));
    }

    [Event] private void Say(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            PubSub.Default.Broadcast($"room:{State.Room}", new Said(text));
    }

    [Event] private void Reverse() => State = State with { Messages = State.Messages.Reverse() };

    [Event] private void Delete(int id) => State = State with { Messages = State.Messages.RemoveAll(m => m.Id == id) };

    [Info] private void OnSaid(Said said) => State = State with { Messages = State.Messages.Add(new(State.NextId, said.Text)), NextId = State.NextId + 1 };

    protected override Html Render(Assigns a) => $"""
        <h1>{a.Room}</h1>
        {When(a.Messages.Count == 0, () => $"<p id=\"empty\">Nothing said yet.</p>")}
        <ul id="messages">{Each(a.Messages, m => m.Id, m => $"<li id=\"m-{m.Id}\">{m.Text}</li>")}</ul>
        <form id="say" phx-submit="{On.Say}"><input name="text" aria-label="Text"><button>Say</button></form>
        <button phx-click="{On.Reverse}">Reverse</button>
        <button phx-click="{On.Delete.With(("id", 1))}">Delete second</button>
        """;
}
