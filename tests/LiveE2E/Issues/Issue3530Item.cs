using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A view in a stream.</summary>
public sealed partial class Issue3530Item : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new(session["item_id"] ?? "");

    protected override Html Render(string id) => $"<div id=\"item-outer-{id}\">with a hook<div id=\"test-hook-{id}\" phx-hook=\"test\"></div></div>";
}
