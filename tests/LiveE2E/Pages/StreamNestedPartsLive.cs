using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>A stream of components that have streams of their own.</summary>
public sealed partial class StreamNestedPartsLive : LiveView<LiveStream<string>>
{
    protected override ValueTask<Mount<LiveStream<string>>> Mount(Params p, Session session) => new(LiveStream<string>.Create("items").InsertAll(["a", "b", "c", "d"], i => i));

    [Event] private void Reorder() => State = State.Reset().InsertAll(["e", "a", "f", "g"], i => i);

    protected override Html Render(LiveStream<string> items) => $"""
        <ul phx-update="stream" id="thelist">{items.Each((id, item) => StreamOfItem.Component(id, new(item.ToUpperInvariant())))}</ul>
        <button phx-click="{On.Reorder}" id="parent-reorder">Reorder</button>
        """;
}
