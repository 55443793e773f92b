using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>The view that comes and goes.</summary>
public sealed partial class Issue3953Nested : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"Nested Content {Issue3953Part.Component("comp2")}";
}
