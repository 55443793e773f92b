using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>The form inside of another view.</summary>
public sealed partial class FormNestedLive : LiveView<FormNestedLive.Assigns>
{
    public sealed record Assigns(Params Params);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(p));

    protected override Html Render(Assigns a) => LiveRender<FormLive>("nested", [.. a.Params.Keys.Select(k => (k, a.Params[k]))]);
}
