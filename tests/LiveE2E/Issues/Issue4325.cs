using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A hook that gives its element the id that it has.</summary>
public sealed partial class Issue4325 : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private void Increment() => State++;

    protected override Html Render(int count) => $"""
        <button phx-click="{On.Increment}">Increment</button>
        <div id="hooked" phx-hook="IdPassthrough">count is {count}</div>
        """;
}
