using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.UploadComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A file input whose attributes change while it keeps its files.</summary>
public sealed partial class Issue4078 : LiveView<Issue4078.Assigns>
{
    public sealed record Assigns(bool IsDisabled = true, bool IsUpdated = false);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        AllowUpload("avatar", new() { Accept = [".jpg", ".jpeg", ".png", ".txt"], MaxEntries = 2 });
        return new(new Assigns());
    }

    [Event] private void Validate()
    {
    }

    [Event] private void ToggleDisabled() => State = State with { IsDisabled = !State.IsDisabled };

    [Event] private void ToggleClass() => State = State with { IsUpdated = !State.IsUpdated };

    protected override Html Render(Assigns a) => $"""
        <form id="upload-form" phx-change="{On.Validate}">
          {LiveFileInput(Upload("avatar"), Attrs.Of(("disabled", a.IsDisabled), ("class", a.IsUpdated ? "updated-class" : "initial-class")))}
        </form>
        <button id="toggle-disabled" type="button" phx-click="{On.ToggleDisabled}">Toggle Disabled</button>
        <button id="toggle-class" type="button" phx-click="{On.ToggleClass}">Toggle Class</button>
        {Each(Upload("avatar").Entries, e => e.Ref, e => $"<article class=\"upload-entry\"><span class=\"entry-name\">{e.ClientName}</span></article>")}
        """;
}
