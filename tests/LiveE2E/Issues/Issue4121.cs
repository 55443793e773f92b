using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>A stream that is shown elsewhere.</summary>
public sealed partial class Issue4121 : LiveView<LiveStream<int>>
{
    protected override ValueTask<Mount<LiveStream<int>>> Mount(Params p, Session session) => new(LiveStream<int>.Create("items").InsertAll([1, 2], i => i));

    [Event]
    private void ResetStream()
    {
        var id = Random.Shared.Next(3, int.MaxValue);
        State = State.Reset().Insert(id, id);
    }

    protected override Html Render(LiveStream<int> items) => $"""
        <button phx-click="{On.ResetStream}">Reset teleported stream</button>
        {Portal("teleported-stream", "body", $"<ul id=\"stream-in-lv\" phx-update=\"stream\">{items.Each((id, item) => $"<li id=\"{id}\">Item {item}</li>")}</ul>")}
        """;
}
