using Zhar.Data;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.FormComponents;

namespace Zhar.Docs.Tests.NestedForms;

[EmbeddedSchema]
public partial record OrderLine
{
    public string Title { get; init; } = "";
    public int Count { get; init; } = 1;

    public static Changeset<OrderLine> Changeset(OrderLine line, Params attrs) => line
        .Cast(attrs, l => new { l.Title, l.Count })
        .ValidateRequired(l => l.Title)
        .ValidateNumber(l => l.Count, greaterThan: 0);
}

[EmbeddedSchema]
public partial record Order
{
    public string Customer { get; init; } = "";
    [EmbedsMany(OnReplace.Delete)] public IReadOnlyList<OrderLine> Lines { get; init; } = [];

    public static Changeset<Order> Changeset(Order order, Params attrs) => order
        .Cast(attrs, o => o.Customer)
        .ValidateRequired(o => o.Customer)
        .CastEmbed(o => o.Lines, OrderLine.Changeset, new RelationOptions { Sort = "lines_sort", Drop = "lines_drop" });
}

public sealed partial class OrderLive : LiveView<OrderLive.Assigns>
{
    public sealed record Assigns(Changeset<Order> Changeset, string Saved = "");

    private static readonly Order Stored = new() { Customer = "Ada", Lines = [new() { Title = "Tea" }, new() { Title = "Cups", Count = 2 }] };

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(Order.Changeset(Stored, Params.Empty)));

    [Event] private void Validate(Params order) => State = State with { Changeset = Order.Changeset(Stored, order).WithAction(ChangesetAction.Validate) };

    [Event] private void Save(Params order)
    {
        var changeset = Order.Changeset(Stored, order);
        State = changeset.ApplyAction(ChangesetAction.Update) is Ok<Order>(var saved)
            ? State with { Changeset = changeset, Saved = $"{saved.Customer}: {string.Join(", ", saved.Lines.Select(l => $"{l.Count} {l.Title}"))}" }
            : State with { Changeset = changeset.WithAction(ChangesetAction.Update), Saved = "" };
    }

    protected override Html Render(Assigns a) => $"""
        {LiveForm(new Form(a.Changeset, "order"), On.Save, On.Validate, f => $"""
            {Input(f["customer"], "Customer")}
            {InputsFor(f, "lines", line => $"""
                <fieldset>
                  {Input(line["title"], "Title")}
                  {Input(line["count"], "Count", "number")}
                  <button type="button" name="order[lines_drop][]" value="{line.Index}" phx-click="{Js.Dispatch("change")}">Remove</button>
                </fieldset>
                """, sortParam: "lines_sort", dropParam: "lines_drop")}
            <button type="button" name="order[lines_sort][]" value="new" phx-click="{Js.Dispatch("change")}">Add a line</button>
            {Button("Save")}
            """)}
        <output id="saved">{a.Saved}</output>
        """;
}

public sealed class OrderEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket().Router<OrderRouter>();
}

public sealed class OrderRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().FetchLiveFlash());

    protected override void Routes() => Scope("/", Browser, s => s.Live<OrderLive>("/order"));
}
