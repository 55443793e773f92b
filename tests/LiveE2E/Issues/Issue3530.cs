using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>A stream of views.</summary>
public sealed partial class Issue3530 : LiveView<Issue3530.Assigns>
{
    public sealed record Assigns(LiveStream<int> Items, int Count = 3);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(LiveStream<int>.Create("item")));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        int[] items = p.Get("q") switch
        {
            "a" => [1, 3],
            "b" => [2, 3],
            _ => [1, 2, 3],
        };
        State = State with { Items = State.Items.Reset().InsertAll(items, i => i) };
        return default;
    }

    [Event] private void Inc() => State = new(State.Items.Insert(State.Count + 1, State.Count + 1), State.Count + 1);

    protected override Html Render(Assigns a) => $"""
        <ul id="stream-list" phx-update="stream">{a.Items.Each((id, item) => LiveRender<Issue3530Item>(id, [("item_id", $"{item}")]))}</ul>
        {PatchLink($"patch a", "/issues/3530?q=a")}
        {PatchLink($"patch b", "/issues/3530?q=b")}
        <div phx-click="inc">+</div>
        """;
}
