using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A form without inputs, of which there is nothing to recover.</summary>
public sealed partial class Issue3819 : LiveView<bool>
{
    protected override ValueTask<Mount<bool>> Mount(Params p, Session session) => new(false);

    [Event] private void Validate()
    {
    }

    [Event] private void Save()
    {
    }

    [Event] private void Reconnected() => State = true;

    protected override Html Render(bool isReconnected) => $"""
        <form id="recover" phx-change="{On.Validate}" phx-submit="{On.Save}"><button>Submit</button></form>
        {When(isReconnected, () => $"<p id=\"reconnected\">Reconnected!</p>")}
        """;
}
