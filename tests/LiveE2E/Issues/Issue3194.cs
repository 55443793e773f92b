using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Issues;

/// <summary>Goes elsewhere while an input still waits to tell what it has.</summary>
public sealed partial class Issue3194 : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new("");

    [Event] private void Validate()
    {
    }

    [Event] private LiveAction Submit() => PushNavigate("/issues/3194/other");

    protected override Html Render(string state) => $"""
        <form phx-change="{On.Validate}" phx-submit="{On.Submit}"><input id="foo_store_number" name="foo[store_number]" aria-label="Number" type="text" phx-debounce="blur"></form>
        """;
}
