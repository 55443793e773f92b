using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Pages;

/// <summary>A stream that changes with the address.</summary>
public sealed partial class HealthyLive : LiveView<HealthyLive.Assigns>
{
    public sealed record Assigns(string Category, LiveStream<string> Items);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(p["category"], LiveStream<string>.Create("items")));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        string[] items = p["category"] == "fruits" ? ["Apples", "Oranges"] : ["Carrots", "Tomatoes"];
        State = new(p["category"], State.Items.Reset().InsertAll(items, i => i));
        return default;
    }

    protected override Html Render(Assigns a) => $"""
        <p>{PatchLink($"Switch", a.Category == "fruits" ? "/healthy/veggies" : "/healthy/fruits")}</p>
        <h1>{(a.Category == "fruits" ? "Fruits" : "Veggies")}</h1>
        <ul id="items" phx-update="stream">{a.Items.Each((id, item) => $"<li id=\"{id}\">{item}</li>")}</ul>
        """;
}
