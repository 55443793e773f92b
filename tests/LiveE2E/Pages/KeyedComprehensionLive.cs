using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>Lists that are shuffled, with keys on all levels, on rows alone, and without.</summary>
public sealed partial class KeyedComprehensionLive : LiveView<KeyedComprehensionLive.Assigns>
{
    private static readonly string[] Tabs = ["all_keyed", "rows_keyed", "no_keyed"];

    public sealed record Assigns(IReadOnlyList<Item> Items, int Size = 10, int Count = 0, string Tab = "all_keyed");

    public sealed record Item(int Id, Entry Entry);

    public sealed record Entry(Foo Foo, string Other);

    public sealed record Foo(string Bar);

    private sealed record Column(string Id, string Name, Func<Item, Html> Cell);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(Shuffled(10)));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { Tab = p.Get("tab") is { } tab && Tabs.Contains(tab) ? tab : Tabs[0] };
        return default;
    }

    [Event] private void Randomize() => State = State with { Items = Shuffled(State.Size), Count = State.Count + 1 };

    [Event] private void ChangeSize(int size = 0) => State = State with { Items = Shuffled(size), Size = size, Count = State.Count + 1 };

    [Event] private void ChangeFirst() => State = State with { Items = [new(2000, new(new(NewName()), "hey")), .. State.Items.Skip(1)] };

    [Event] private void ChangeOther() => State = State with { Items = [.. State.Items.Select(i => i with { Entry = i.Entry with { Other = NewName() } })] };

    [Event("sandbox:eval")] private LiveAction Evaluate() => Reply(new Answer<IReadOnlyList<Item>>(State.Items));

    protected override Html Render(Assigns a) => $"""
        <nav role="tablist">{Each(Tabs, t => t, t => PatchLink(Html.Text(t), $"/keyed-comprehension?tab={t}", rest: Attrs.Of(("role", "tab"), ("aria-selected", t == a.Tab))))}</nav>
        <button phx-click="{On.Randomize}">randomize</button>
        <button phx-click="{On.ChangeFirst}">change first</button>
        <button phx-click="{On.ChangeOther}">change other</button>
        <form><input phx-change="{On.ChangeSize}" name="size" aria-label="Size" value="{a.Size}"></form>
        {Each([1, 2], i => i, i => $"<div>{Table(a, i)}</div>")}
        """;

    private static Html Table(Assigns a, int number)
    {
        Column[] columns =
        [
            new("1", "Foo", item => $" {Cell(a.Count, item.Entry.Foo.Bar)} {number} "),
            new("2", "Count", _ => $"{a.Count} "),
        ];
        return $"""
            <table>
              <thead><tr>{Each(columns, c => c.Id, c => $"<th scope=\"col\">{c.Name}</th>")}</tr></thead>
              <tbody>{Rows(a, columns)}</tbody>
            </table>
            """;
    }

    private static Html Rows(Assigns a, Column[] columns) => a.Tab switch
    {
        "all_keyed" => Each(a.Items, item => item.Id, item => $"<tr>{Each(columns, c => $"{item.Id}_{c.Id}", c => $"<td>{c.Cell(item)}</td>")}</tr>"),
        "rows_keyed" => Each(a.Items, item => item.Id, item => $"<tr>{Each(columns, c => $"<td>{c.Cell(item)}</td>")}</tr>"),
        _ => Each(a.Items, item => $"<tr>{Each(columns, c => $"<td>{c.Cell(item)}</td>")}</tr>"),
    };

    private static Html Cell(int count, string name) => $"<span>Count: {count} Name: {name}</span>";

    private static IReadOnlyList<Item> Shuffled(int size)
    {
        var ids = Enumerable.Range(1, size * 2).ToArray();
        Random.Shared.Shuffle(ids);
        return [.. ids.Take(size).Select(id => new Item(id, new(new($"New{id + 1}"), "hey")))];
    }

    private static string NewName() => Random.Shared.Next().ToString(CultureInfo.InvariantCulture);
}
