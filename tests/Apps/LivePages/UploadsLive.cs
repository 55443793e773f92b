using System.Collections.Immutable;
using System.Globalization;
using Zhar;
using Zhar.Live;
using Zhar.Web;
using static Zhar.Live.UploadComponents;
using static Zhar.Web.Markup;

namespace LivePages;

/// <summary>Files that go up as soon as they are chosen, to a writer that only counts; and files that the browser sends elsewhere.</summary>
public sealed partial class UploadsLive : LiveView<UploadsLive.Assigns>
{
    public sealed record Assigns(ImmutableList<string> Done);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        AllowUpload("counted", new() { AutoUpload = true, MaxEntries = 3, ChunkBytes = 10_000, Writer = static _ => new CountingWriter(), Progress = OnProgress });
        AllowUpload("elsewhere", new() { External = static e => new(e.ClientName == "refused.txt" ? ExternalUpload.Refuse("no room") : new ExternalUpload("Elsewhere", ("url", "/elsewhere/" + e.ClientName))) });
        return new(new Assigns([]));
    }

    [Event] private void Validate()
    {
    }

    [Event] private void Cancel(string file) => CancelUpload("counted", file);

    [Event] private async Task Save() => State = State with { Done = State.Done.AddRange(await ConsumeUploadedEntries("elsewhere", f => new ValueTask<string>($"elsewhere {f.Entry.ClientName}"))) };

    private async ValueTask OnProgress(UploadEntry entry)
    {
        if (entry.IsDone && await ConsumeUploadedEntry(entry, static f => new ValueTask<string>($"{f.Entry.ClientName} has {f.Meta} bytes")) is { } done)
            State = State with { Done = State.Done.Add(done) };
    }

    protected override Html Render(Assigns a)
    {
        var (counted, elsewhere) = (Upload("counted"), Upload("elsewhere"));
        return $"""
            <h1>Uploads</h1>
            <form id="counted" phx-change="{On.Validate}" phx-drop-target="{counted.Ref}">
              <label>Counted {LiveFileInput(counted)}</label>
              {Each(counted.Entries, e => e.Ref, e => $"""<p class="entry">{e.ClientName} <button type="button" phx-click="{On.Cancel.With(("file", e.Ref))}">Cancel {e.ClientName}</button></p>""")}
            </form>
            {FilesComponent.Component("files", new(counted))}
            <button type="button" id="writer" phx-hook="Writer">Write one</button>
            <form id="elsewhere" phx-change="{On.Validate}" phx-submit="{On.Save}">
              <label>Elsewhere {LiveFileInput(elsewhere)}</label>
              {Each(elsewhere.Entries, e => e.Ref, e => $"""<p class="external">{e.ClientName} {e.Progress} {string.Join(' ', e.Errors)}</p>""")}
              <button>Save</button>
            </form>
            <ul id="done">{Each(a.Done, d => $"<li>{d}</li>")}</ul>
            """;
    }

    private sealed class CountingWriter : UploadWriter
    {
        private long _bytes;

        public override object? Meta => _bytes.ToString(CultureInfo.InvariantCulture);

        public override ValueTask Write(ReadOnlyMemory<byte> bytes)
        {
            _bytes += bytes.Length;
            return default;
        }

        public override ValueTask Close(bool isCancelled) => default;
    }
}

/// <summary>Shows the files of an upload that the view has allowed.</summary>
public sealed partial class FilesComponent : LiveComponent<FilesComponent.Props, int>
{
    public sealed record Props(LiveUpload Files);

    protected override ValueTask<int> Mount(Props props) => new(0);

    protected override Html Render(int state) => $"""<div id="progress">{Each(Given.Files.Entries, e => e.Ref, e => $"<p><b>{e.ClientName}</b> <progress max=\"100\" value=\"{e.Progress}\"></progress></p>")}</div>""";
}
