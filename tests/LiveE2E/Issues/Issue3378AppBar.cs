using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>The view between.</summary>
public sealed partial class Issue3378AppBar : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<div>{LiveRender<Issue3378Notifications>("notifications")}</div>";
}
