using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>Components that load beside the page, with a static part each.</summary>
public sealed partial class Issue3117 : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"""
        {NavigateLink($"Navigate", "/issues/3117?nav", rest: Attrs.Of(("id", "navigate")))}
        {Each([1, 2], i => $"<div>{Issue3117Row.Component($"row-{i}")}</div>")}
        """;
}
