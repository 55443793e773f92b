using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LivePages;

/// <summary>Loads beside the page, and waits for what another page hands over.</summary>
public sealed partial class AsyncLive(Deliveries deliveries) : LiveView<AsyncLive.Assigns>
{
    public sealed record Assigns(string Name, AsyncResult<string> Value);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        State = new(p["name"], AsyncResult<string>.Pending);
        Load();
        return new(State);
    }

    [Event]
    private void Load()
    {
        var name = State.Name;
        AssignAsync(token => deliveries.Take(name, token), State.Value.HasValue ? State.Value : null, (s, value) => s with { Value = value });
    }

    [Event] private void Deliver(string text) => deliveries.Put(State.Name, text);

    protected override Html Render(Assigns a) => $"""
        {When(a.Value.IsLoading, () => $"<p id=\"loading\">Loading…</p>")}
        {When(a.Value.IsFailed, () => $"<p id=\"failed\">Failed</p>")}
        <output id="value">{a.Value.Value}</output>
        <button phx-click="{On.Load}">Load</button>
        <button phx-click="{On.Deliver.With(("text", "first"))}">Deliver first</button>
        <button phx-click="{On.Deliver.With(("text", "second"))}">Deliver second</button>
        <button phx-click="{On.Deliver.With(("text", ""))}">Deliver nothing</button>
        """;
}
