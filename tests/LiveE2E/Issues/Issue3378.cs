using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A view in a view in a view, with a stream in the innermost.</summary>
public sealed partial class Issue3378 : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => LiveRender<Issue3378AppBar>("appbar");
}
