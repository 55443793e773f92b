using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.UploadComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>Takes a text file as soon as it is chosen; another file keeps the form from being sent.</summary>
public sealed partial class Issue3391 : LiveView<Issue3391.Assigns>
{
    public sealed record Assigns(bool IsSubmitted = false, bool IsUploaded = false);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        AllowUpload("document", new() { Accept = [".txt"], AutoUpload = true, Progress = OnProgress });
        return new(new Assigns());
    }

    [Event] private void Validate()
    {
    }

    [Event] private void Cancel(string @ref) => CancelUpload("document", @ref);

    [Event] private void Submit() => State = State with { IsSubmitted = true };

    private async ValueTask OnProgress(UploadEntry entry)
    {
        if (!entry.IsDone)
            return;
        await ConsumeUploadedEntry(entry, static _ => new ValueTask<bool>(true));
        State = State with { IsUploaded = true };
    }

    protected override Html Render(Assigns a) => $"""
        <form id="upload-form" phx-change="{On.Validate}" phx-submit="{On.Submit}">
          {LiveFileInput(Upload("document"))}
          <button type="submit">Submit</button>
          {Each(Upload("document").Entries, e => e.Ref, e => $"""
            <article class="upload-entry">
              <span>{e.ClientName}: {e.Progress}%</span>
              <button type="button" phx-click="{On.Cancel.With(("ref", e.Ref))}">Cancel</button>
              {Each(e.Errors, error => $"<p class=\"upload-error\">:{error}</p>")}
            </article>
            """)}
        </form>
        <p id="uploaded">uploaded: {a.IsUploaded}</p>
        <p id="submitted">submitted: {a.IsSubmitted}</p>
        """;
}
