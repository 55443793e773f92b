using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A page with a view that stays and leads to the other page.</summary>
public sealed partial class Issue3612A : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"{LiveRender<Issue3612Sticky>("sticky", isSticky: true)}<h1>Page A</h1>";
}
