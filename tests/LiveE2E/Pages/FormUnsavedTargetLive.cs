using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>Where one comes to from the form.</summary>
public sealed partial class FormUnsavedTargetLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<h1>Unsaved form target</h1>";
}
