using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A component here, and one in a view that comes and goes: both have the number 1 in their view.</summary>
public sealed partial class Issue3953 : LiveView<bool>
{
    protected override ValueTask<Mount<bool>> Mount(Params p, Session session) => new(false);

    [Event] private void Toggle() => State = !State;

    protected override Html Render(bool isShown) => $"""
        {Issue3953Part.Component("comp")}
        <button phx-click="{On.Toggle}">Show</button>
        {When(isShown, () => LiveRender<Issue3953Nested>("nested_view"))}
        """;
}
