using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>Redirects when its address says so.</summary>
public sealed partial class Issue4094 : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri) => new(p.Get("foo") == "bar" ? Redirect("/navigation/a") : default);

    protected override Html Render(int state) => PatchLink($"Patch", "/issues/4094?foo=bar");
}
