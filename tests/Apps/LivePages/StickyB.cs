using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LivePages;

/// <summary>One of two pages around a view that stays.</summary>
public sealed partial class StickyB : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<h1>Page B</h1><p id=\"flash\">{Flash["info"]}</p>";
}
