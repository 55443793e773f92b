using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Issues;

/// <summary>Buttons that keep the focus, between two that do not.</summary>
public sealed partial class Issue3636 : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"""
        <button>Outside 1</button>
        {FocusWrap("focus-wrap", $"<button id=\"first\">One</button> <button id=\"second\">Two</button> <button id=\"third\">Three</button>")}
        <button>Outside 2</button>
        """;
}
