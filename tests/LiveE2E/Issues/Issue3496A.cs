using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>Has a sticky view, which the other page has not.</summary>
public sealed partial class Issue3496A : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"""
        <h1>Page A</h1>
        {NavigateLink($"Go to page B", "/issues/3496/b")}
        {LiveRender<Issue3496Sticky>("sticky", isSticky: true)}
        """;
}
