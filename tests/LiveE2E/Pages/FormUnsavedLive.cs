using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.CoreComponents;

namespace LiveE2E.Pages;

/// <summary>A form that asks before it is left.</summary>
public sealed partial class FormUnsavedLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session) => new("");

    [Event] private void Validate(string note) => State = note;

    protected override Html Render(string note) => $"""
        <h1>Unsaved form</h1>
        {NavigateLink($"Leave form", "/form-unsaved/target")}
        <form id="unsaved-form" phx-change="{On.Validate}" data-dirty="{(note.Length > 0 ? "true" : "false")}">
          <label for="unsaved-note">Unsaved note</label>
          <input id="unsaved-note" name="note" value="{note}">
          <p id="unsaved-value">Unsaved value: {note}</p>
        </form>
        """;
}
