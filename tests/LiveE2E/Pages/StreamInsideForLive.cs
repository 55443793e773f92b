using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>A stream that comes later, inside of a comprehension.</summary>
public sealed partial class StreamInsideForLive : LiveView<LiveStream<string>>
{
    private sealed record Arrived;

    protected override ValueTask<Mount<LiveStream<string>>> Mount(Params p, Session session)
    {
        if (Connected)
            Process.Send(Self, new Arrived());
        return new(LiveStream<string>.Create("items"));
    }

    [Info] private void OnArrived(Arrived arrived) => State = State.InsertAll(["a", "b", "c", "d"], i => i);

    protected override Html Render(LiveStream<string> items) =>
        Each([1], _ => $"<div><ul phx-update=\"stream\" id=\"thelist\">{items.Each((id, item) => $"<li id=\"{id}\">{item.ToUpperInvariant()}</li>")}</ul></div>");
}
