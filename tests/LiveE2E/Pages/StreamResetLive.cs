using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>A stream that is filtered, reordered, reset and added to.</summary>
public sealed partial class StreamResetLive : LiveView<StreamResetLive.Assigns>
{
    public sealed record Assigns(LiveStream<Item> Items, bool HidesRemoved);

    public sealed record Item(string Id, string Name);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(With(LiveStream<Item>.Create("items"), "abcd"), p.Contains("phx-remove")));

    [Event] private void Filter() => Set(With(State.Items.Reset(), "bcd"));

    [Event] private void Reorder() => Set(With(State.Items.Reset(), "bacd"));

    [Event] private void Reset() => Set(With(State.Items.Reset(), "abcd"));

    [Event] private void Prepend() => Add(at: 0);

    [Event] private void Append() => Add(at: -1);

    [Event] private void BulkInsert() => Set(State.Items.InsertAll([new("g", "G"), new("f", "F"), new("e", "E")], i => i.Id, at: 1));

    [Event] private void InsertAtOne() => Add(at: 1);

    [Event] private void InsertExistingAtOne() => Set(State.Items.Insert("c", new("c", "C"), at: 1));

    [Event] private void DeleteInsertExistingAtOne() => Set(State.Items.Delete("c").Insert("c", new("c", "C"), at: 1));

    [Event] private void PrependExisting() => Set(State.Items.Insert("c", new("c", "C"), at: 0));

    [Event] private void AppendExisting() => Set(State.Items.Insert("c", new("c", "C")));

    [Event] private void NewUpdateOnly() => Set(State.Items.Insert("e", new("e", "E"), updateOnly: true));

    [Event] private void ExistingUpdateOnly() => Set(State.Items.Insert("c", new("c", $"C {Number()}"), updateOnly: true));

    protected override Html Render(Assigns a) => $"""
        <ul phx-update="stream" id="thelist">{a.Items.Each((id, item) => $"<li id=\"{id}\" phx-remove=\"{(a.HidesRemoved ? Js.Hide() : null)}\">{item.Name}</li>")}</ul>
        <button phx-click="{On.Filter}">Filter</button>
        <button phx-click="{On.Reorder}">Reorder</button>
        <button phx-click="{On.Reset}">Reset</button>
        <button phx-click="{On.Prepend}">Prepend</button>
        <button phx-click="{On.Append}">Append</button>
        <button phx-click="{On.BulkInsert}">Bulk insert</button>
        <button phx-click="{On.InsertAtOne}">Insert at 1</button>
        <button phx-click="{On.InsertExistingAtOne}">Insert C at 1</button>
        <button phx-click="{On.DeleteInsertExistingAtOne}">Delete C and insert at 1</button>
        <button phx-click="{On.PrependExisting}">Prepend C</button>
        <button phx-click="{On.AppendExisting}">Append C</button>
        <button phx-click="{On.NewUpdateOnly}">Add E (update only)</button>
        <button phx-click="{On.ExistingUpdateOnly}">Update C (update only)</button>
        """;

    private static LiveStream<Item> With(LiveStream<Item> items, string letters) => items.InsertAll(letters.Select(static l => new Item($"{l}", $"{char.ToUpperInvariant(l)}")), i => i.Id);

    private static string Number() => Random.Shared.Next().ToString(CultureInfo.InvariantCulture);

    private void Set(LiveStream<Item> items) => State = State with { Items = items };

    private void Add(int at)
    {
        var id = $"a-{Number()}";
        Set(State.Items.Insert(id, new(id, Number()), at));
    }
}
