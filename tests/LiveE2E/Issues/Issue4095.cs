using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A form with a part that is shown elsewhere.</summary>
public sealed partial class Issue4095 : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new("true");

    [Event] private void Validate(Params p) => State = p.Get("show?") ?? "";

    protected override Html Render(string show) => $"""
        <form phx-change="{On.Validate}">
          <input type="text" name="show?" id="show" aria-label="Show" value="{show}">
          {Portal("portal", "#portal_target", $"<div>{When(show.Length > 0, () => $"<button>Show?</button>")}</div>")}
        </form>
        <div id="portal_target"></div>
        """;
}
