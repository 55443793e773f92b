using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A component whose element changes its id.</summary>
public sealed partial class Issue4334 : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<main><h1>Another id for the same component</h1>{Issue4334Part.Component("demo-component")}</main>";
}
