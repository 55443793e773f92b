using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>Has itself what the sticky view had.</summary>
public sealed partial class Issue3496B : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<h1>Page B</h1><div id=\"my-component\" phx-hook=\"MyHook\"></div>";
}
