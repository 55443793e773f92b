using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>The link.</summary>
public sealed partial class Issue3656Sticky : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<nav>{NavigateLink($"Link 1", "/issues/3656?navigated=true")}</nav>";
}
