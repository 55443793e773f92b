using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>A long list, and one item of it.</summary>
public sealed partial class NavigationB : LiveView<NavigationB.Assigns>
{
    public sealed record Assigns(LiveStream<int> Items, bool HasContainer = false, string? Id = null);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(LiveStream<int>.Create("items")));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { HasContainer = p.Contains("container"), Id = p.Get("id") };
        if (State.Id is null)
            State = State with { Items = State.Items.InsertAll(Enumerable.Range(1, 100), i => $"item-{i}") };
        return default;
    }

    protected override Html Render(Assigns a) => $"""
        <h1>This is page B</h1>
        <a href="#items-item-42">Go to 42.</a>
        {When(a.Id is null, () => List(a))}
        {When(a.Id, id => $"<p>Item {id}</p>")}
        """;

    private static Html List(Assigns a) => $"""
        <div id="my-scroll-container" style="{Html.TrustedCss(a.HasContainer ? "height: 85vh; overflow-y: scroll; position: relative" : "position: relative")}">
          <ul id="items" phx-update="stream" style="list-style: none; padding: 1rem">{a.Items.Each((id, i) => $"<li id=\"{id}\" style=\"padding: 0.5rem\">{PatchLink($"Item {i}", $"/navigation/b/item-{i}")}</li>")}</ul>
        </div>
        """;
}
