using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>Items and a view with transitions for when they go.</summary>
public sealed partial class Issue3199 : LiveView<LiveStream<int>>
{
    protected override LiveContainer Container => new("div", ("phx-remove", Js.Transition("view-removing", time: TimeSpan.FromMilliseconds(100)).ToString()));

    protected override ValueTask<Mount<LiveStream<int>>> Mount(Params p, Session session) => new(LiveStream<int>.Create("items").InsertAll([1, 2], i => i));

    [Event] private void Delete(int id) => State = State.Delete(id);

    protected override Html Render(LiveStream<int> items) => $"""
        <h1>Items</h1>
        {NavigateLink($"Navigate away", "/issues/3199/away")}
        <ul id="items" phx-update="stream">{items.Each((dom, id) => $"""
          <li id="{dom}" phx-remove="{Js.Transition("item-removing", time: TimeSpan.FromSeconds(1))}">Item {id} <button phx-click="{On.Delete.With(("id", id))}">Delete</button></li>
          """)}</ul>
        """;
}
