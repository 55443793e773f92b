using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A modal with a form, opened and closed by the address.</summary>
public sealed partial class Issue3040 : LiveView<Issue3040.Assigns>
{
    public sealed record Assigns(bool IsOpen = false, bool IsSubmitted = false);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session) => new(new Assigns());

    protected override ValueTask<LiveAction> HandleParams(Params p, Uri uri)
    {
        State = State with { IsOpen = p.Contains("modal") };
        return default;
    }

    [Event] private void Submit() => State = State with { IsSubmitted = true };

    protected override Html Render(Assigns a) => $"""
        {PatchLink($"Add new", "/issues/3040?modal=true")}
        {When(a.IsOpen, () => Window(a))}
        """;

    private static Html Window(Assigns a) => $$"""
        <style>
          #my-modal { position: fixed; inset: 0; display: none; place-items: center }
          #my-modal-container { background: #e5e7eb; padding: 3.5rem; width: 40rem }
        </style>
        <div id="my-modal" phx-mounted="{{Js.Show("#my-modal", display: "grid").FocusFirst("#my-modal-content")}}" phx-remove="{{Js.Hide("#my-modal").PopFocus()}}" data-cancel="{{Js.Patch("/issues/3040").Exec("phx-remove")}}">
          <div id="my-modal-box" role="dialog" aria-modal="true" aria-label="Add">
            {{FocusWrap(
                "my-modal-container",
                $"""<div id="my-modal-content"><form phx-submit="{On.Submit}"><input type="text" name="name" aria-label="Name">{When(a.IsSubmitted, () => $"<p>Form was submitted!</p>")}</form></div>""",
                Attrs.Of(("phx-window-keydown", Cancel), ("phx-key", "escape"), ("phx-click-away", Cancel)))}}
          </div>
        </div>
        """;

    private static string Cancel => Js.Exec("data-cancel", "#my-modal").ToString();
}
