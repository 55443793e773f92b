using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>Leads from page to page and stays.</summary>
public sealed partial class Issue3612Sticky : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private LiveAction GoToA() => PushNavigate("/issues/3612/a");

    [Event] private LiveAction GoToB() => PushNavigate("/issues/3612/b");

    protected override Html Render(int state) => $"""
        <a href="#" phx-click="{On.GoToA}">Go to page A</a>
        <a href="#" phx-click="{On.GoToB}">Go to page B</a>
        """;
}
