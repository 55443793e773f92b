using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>The sticky view.</summary>
public sealed partial class Issue3496Sticky : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<div><div id=\"my-component\" phx-hook=\"MyHook\"></div></div>";
}
