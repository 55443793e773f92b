using System.Collections.Immutable;
using Zhar.Live;
using Zhar.Web;

namespace Zhar.Benchmarks.Live.Servers;

/// <summary>A hundred rows, each with a button.</summary>
internal sealed partial class TableLive : LiveView<ImmutableArray<TableLive.Item>>
{
    internal sealed record Item(int Id, string Name, int Quantity);

    protected override ValueTask<Mount<ImmutableArray<Item>>> Mount(Params p, Zhar.Web.Session session) =>
        new(Enumerable.Range(1, 100).Select(static i => new Item(i, $"Row {i}", i)).ToImmutableArray());

    [Event] private void Bump(int id) => State = State.SetItem(id - 1, State[id - 1] with { Quantity = State[id - 1].Quantity + 1 });

    protected override Html Render(ImmutableArray<Item> rows) => $"""
        <table><tbody>
        {Each(rows, r => r.Id, r => $"""
            <tr id="row-{r.Id}"><td>{r.Id}</td><td>{r.Name}</td><td>{r.Quantity}</td><td><button phx-click="{On.Bump}" phx-value-id="{r.Id}">+</button></td></tr>
            """)}
        </tbody></table>
        """;
}
