using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Pages;

/// <summary>Containers that keep the focus inside.</summary>
public sealed partial class ComponentsLive : LiveView<ComponentsLive.Assigns>
{
    public sealed record Assigns(string Tab);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns(p.Get("tab") ?? "focus_wrap"));

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = new(p.Get("tab") ?? "focus_wrap");
        return default;
    }

    protected override Html Render(Assigns a) => $"""
        <h1>Components</h1>
        <nav>{PatchLink($"Focus Wrap", "/components?tab=focus_wrap")}</nav>
        {When(a.Tab == "focus_wrap", () => FocusWraps())}
        """;

    private static Html FocusWraps() => $"""
        <button id="dropdown-button" phx-click="{Js.Toggle("#dropdown-menu").FocusFirst("#dropdown-content")}">Options ▼</button>
        <div id="dropdown-menu" style="display: none">
          {FocusWrap("dropdown-content", Each(["Edit Profile", "Settings", "Sign Out"], entry => $"<button phx-click=\"{Js.Hide("#dropdown-menu")}\">{entry}</button>"))}
        </div>
        <h2>A container</h2>
        {FocusWrap("simple-focus-container", $"""<button>Button 1</button> <button>Button 2</button> <input type="text" placeholder="Input within container">""")}
        """;
}
