using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Zhar.Web;

namespace Zhar.Live.Tests.Guides;

public sealed record Order(ImmutableList<string> Items, int Step);

[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;

public sealed partial class OrderLive : LiveView<OrderLive.Assigns>
{
    public sealed record Assigns(Order Order, string Search = "");

    protected override PersistedState<Assigns>? Persisted =>
        PersistedState<Assigns>.Sealed(OrderJson.Default.Order, a => a.Order, (a, order) => a with { Order = order });

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(new Order([], 1)));

    [Event] private void Add(string item) => State = State with { Order = State.Order with { Items = State.Order.Items.Add(item) } };

    protected override Html Render(Assigns a) => $"""
        <ul>{Each(a.Order.Items, i => $"<li>{i}</li>")}</ul>
        <button phx-click="{On.Add.With(("item", "tea"))}">Tea</button>
        """;
}
