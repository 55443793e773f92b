using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>One of two pages beside a view that stays.</summary>
public sealed partial class Issue3047A : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<span id=\"page\">Page A</span>";
}
