using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>A button that works once something was chosen.</summary>
public sealed partial class Issue3107 : LiveView<bool>
{
    protected override ValueTask<Mount<bool>> Mount(Params p, Session session) => new(false);

    [Event] private void Validate() => State = true;

    protected override Html Render(bool isEnabled) => $"""
        <form phx-change="{On.Validate}">
          <select aria-label="Number"><option value="ONE">ONE</option><option value="TWO">TWO</option></select>
          <button disabled="{!isEnabled}">OK</button>
        </form>
        """;
}
