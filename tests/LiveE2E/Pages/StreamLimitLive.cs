using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>A stream of which the page keeps so many items as the form says.</summary>
public sealed partial class StreamLimitLive : LiveView<StreamLimitLive.Assigns>
{
    public sealed record Assigns(LiveStream<int> Items, int At, int Limit, int Last);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        State = new(LiveStream<int>.Create("items"), 0, 0, 0);
        Configure(-1, -5);
        return new(State);
    }

    [Event]
    private void Configure(int at, int limit)
    {
        State = new(State.Items.Reset(), at, limit, 0);
        Add(10);
    }

    [Event] private void Insert10() => Add(10);

    [Event] private void Insert1() => Add(1);

    [Event] private void Clear() => State = State with { Items = State.Items.Reset(), Last = 0 };

    protected override Html Render(Assigns a) => $"""
        <form phx-submit="{On.Configure}">
          at: <input type="text" name="at" aria-label="at" value="{a.At}"> limit: <input type="text" name="limit" aria-label="limit" value="{a.Limit}">
          <button type="submit">recreate stream</button>
        </form>
        <button phx-click="{On.Insert10}">add 10</button>
        <button phx-click="{On.Insert1}">add 1</button>
        <button phx-click="{On.Clear}">clear</button>
        <ul id="items" phx-update="stream">
          {a.Items.Each((id, item) => $"<li id=\"{id}\">{item}</li>")}
        </ul>
        """;

    private void Add(int count) => State = State with
    {
        Items = State.Items.InsertAll(Enumerable.Range(State.Last + 1, count), i => i, State.At, State.Limit),
        Last = State.Last + count,
    };
}
