using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A component that is taken away before its hook pushes an event.</summary>
public sealed partial class Issue4066 : LiveView<Issue4066.Assigns>
{
    public sealed record Assigns(DateTimeOffset Mounted, int Delay, bool IsShown = true);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(TimeProvider.System.GetUtcNow(), p.Get("delay", 3000)));

    [Event] private void Toggle() => State = State with { IsShown = !State.IsShown };

    protected override Html Render(Assigns a) => $"""
        <p id="render-time">{a.Mounted.ToString("O", CultureInfo.InvariantCulture)}</p>
        <button phx-click="{On.Toggle}">Toggle</button>
        {When(a.IsShown, () => Issue4066Input.Component("foo", new(a.Delay)))}
        """;
}
