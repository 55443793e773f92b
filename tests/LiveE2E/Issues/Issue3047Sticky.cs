using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A stream in a view that stays while the page changes.</summary>
public sealed partial class Issue3047Sticky : LiveView<LiveStream<int>>
{
    protected override ValueTask<Mount<LiveStream<int>>> Mount(Params p, Session session) => new(LiveStream<int>.Create("items").InsertAll(Enumerable.Range(1, 10), i => i));

    [Event] private void Reset() => State = State.Reset().InsertAll(Enumerable.Range(5, 11), i => i);

    protected override Html Render(LiveStream<int> items) => $"""
        <h1>This is the sticky liveview</h1>
        <div id="items" phx-update="stream">{items.Each((id, i) => $"<span id=\"{id}\">item-{i}</span>")}</div>
        <button phx-click="{On.Reset}">Reset</button>
        """;
}
