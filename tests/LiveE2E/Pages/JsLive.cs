using Zhar;
using Zhar.Live;
using Zhar.Web;

namespace LiveE2E.Pages;

/// <summary>Commands that the browser runs alone.</summary>
public sealed partial class JsLive : LiveView<int>
{
    private const string Modal = "#my-modal";
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(50);

    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    [Event] private void Increment() => State++;

    protected override Html Render(int count) => $"""
        <div id="my-modal" aria-expanded="false" style="display: none;">Test</div>
        <button phx-click="{Js.Show(Modal, transition: "fade-in", time: Time).SetAttribute("aria-expanded", "true", Modal).SetAttribute("open", "true", Modal)}">show modal</button>
        <button phx-click="{Js.Hide(Modal, transition: "fade-out", time: Time).SetAttribute("aria-expanded", "false", Modal).RemoveAttribute("open", Modal)}">hide modal</button>
        <button phx-click="{Js.Toggle(Modal, @in: "fade-in", @out: "fade-out", time: Time).ToggleAttribute("aria-expanded", "true", "false", Modal).ToggleAttribute("open", "true", to: Modal)}">toggle modal</button>
        <details phx-mounted="{Js.IgnoreAttributes("open")}">
          <summary>Details</summary>
          <button phx-click="{On.Increment}">{count}</button>
        </details>
        """;
}
