using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A component whose attributes come and go.</summary>
public sealed partial class Issue3919 : LiveView<bool>
{
    protected override ValueTask<Mount<bool>> Mount(Params p, Session session) => new(false);

    [Event] private void ToggleSpecial() => State = !State;

    protected override Html Render(bool isSpecial) => $"""
        {(isSpecial ? Box($"Red", isSpecial: true) : Box($"No red"))}
        <button phx-click="{On.ToggleSpecial}">toggle</button>
        """;

    private static Html Box(Html inner, bool isSpecial = false) => $"<div style=\"{Html.TrustedCss(isSpecial ? "background-color: red;" : "")}\">{inner}</div>";
}
