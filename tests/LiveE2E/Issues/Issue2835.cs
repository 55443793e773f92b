using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.UploadComponents;
using static Zhar.Web.Markup;

namespace LiveE2E.Issues;

/// <summary>Takes two files in all, as soon as they are chosen.</summary>
public sealed partial class Issue2835 : LiveView<Issue2835.Assigns>
{
    public sealed record Assigns(IReadOnlyList<string> Names);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        AllowUpload("documents", new() { AutoUpload = true, MaxEntries = 2, Count = UploadCount.Total, Progress = OnProgress });
        return new(new Assigns([]));
    }

    [Event] private void Validate()
    {
    }

    private async ValueTask OnProgress(UploadEntry entry)
    {
        if (!entry.IsDone)
            return;
        var name = await ConsumeUploadedEntry(entry, static file => new ValueTask<string>(file.Entry.ClientName));
        State = new([.. State.Names, name ?? ""]);
    }

    protected override Html Render(Assigns a)
    {
        var documents = Upload("documents");
        return $"""
            <form id="upload-form" phx-change="{On.Validate}">
              {LiveFileInput(documents)}
              {Each(documents.Entries, e => e.Ref, e => $"<article class=\"upload-entry\" data-name=\"{e.ClientName}\">{e.ClientName}: {e.Progress}%</article>")}
              {Each(documents.Errors, e => $"<p class=\"upload-error\">:{e}</p>")}
            </form>
            <ul id="uploaded-files">{Each(a.Names, name => $"<li>{name}</li>")}</ul>
            """;
    }
}
