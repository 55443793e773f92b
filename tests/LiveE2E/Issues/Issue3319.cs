using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.UploadComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>A required file input.</summary>
public sealed partial class Issue3319 : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session)
    {
        AllowUpload("documents", new() { MaxEntries = 2 });
        return new("");
    }

    [Event] private void Validate()
    {
    }

    [Event] private async Task Submit() => State = string.Join(',', await ConsumeUploadedEntries("documents", static file => new ValueTask<string>(file.Entry.ClientName)));

    protected override Html Render(string submitted) => $"""
        <form id="upload-form" phx-change="{On.Validate}" phx-submit="{On.Submit}">
          {LiveFileInput(Upload("documents"), Attrs.Of(("required", true)))}
          <button type="submit">Submit</button>
          {Each(Upload("documents").Entries, e => e.Ref, e => $"<p class=\"upload-entry\">{e.ClientName}</p>")}
        </form>
        <p id="submitted">{submitted}</p>
        """;
}
