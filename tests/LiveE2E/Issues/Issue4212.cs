using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A stream of elements that notice when they are moved.</summary>
public sealed partial class Issue4212 : LiveView<Issue4212.Assigns>
{
    public sealed record Assigns(LiveStream<string> Items, int Count = 0);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(LiveStream<string>.Create("items").InsertAll(["a", "b", "c"], i => i)));

    [Event] private void InsertAt1() => State = new(State.Items.Insert($"new{State.Count + 1}", $"new{State.Count + 1}", at: 1), State.Count + 1);

    protected override Html Render(Assigns a) => $"""
        <button id="insert-at-1" phx-click="{On.InsertAt1}">Insert at 1</button>
        <ul id="items" phx-update="stream">{a.Items.Each((id, item) => $"<li id=\"{id}\"><lv-custom-el id=\"el-{item}\">{item}</lv-custom-el></li>")}</ul>
        """;
}
