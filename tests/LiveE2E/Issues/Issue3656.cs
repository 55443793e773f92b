using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A view that stays and has a link.</summary>
public sealed partial class Issue3656 : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<div>{LiveRender<Issue3656Sticky>("sticky", isSticky: true)}</div>";
}
