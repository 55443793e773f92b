using System.Collections.Concurrent;
using System.Text;
using Zhar.Web;
using static Zhar.Live.UploadComponents;

namespace Zhar.Live.Tests.Uploads;

public sealed class UploadsEndpoint : EndpointBase
{
    protected override void Plugs(PlugBuilder p) => p.ParseBody().Session().LiveSocket("/live").Router<UploadsRouter>();
}

public sealed class UploadsRouter : Router
{
    private static readonly Pipeline Browser = new(p => p.Accepts("html").FetchSession().PutRootLayout((_, inner) => $"<html><body>{inner}</body></html>"));

    protected override void Routes() => Scope("/", Browser, s =>
    {
        s.Live<AlbumLive>("/album");
        s.Live<AutoLive>("/auto");
        s.Live<ElsewhereLive>("/elsewhere");
        s.Live<ProfileLive>("/profile");
        s.Live<SharedLive>("/shared");
    });
}

/// <summary>What became of the files of one test.</summary>
public sealed class Shelf
{
    public ConcurrentQueue<string> Paths { get; } = new();

    public ConcurrentQueue<string> Written { get; } = new();

    public string? FailOn { get; set; }
}

/// <summary>Up to two small files, sent with the form.</summary>
public sealed partial class AlbumLive(Shelf shelf) : LiveView<AlbumLive.Assigns>
{
    public sealed record Assigns(string Saved, bool Postpones = false);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        AllowUpload("pages", new UploadOptions { Accept = [".txt", "image/*"], MaxEntries = 2, MaxFileBytes = 40, ChunkBytes = 10, Validate = e => e.ClientName.StartsWith("bad", StringComparison.Ordinal) ? "bad name" : null });
        return new(new Assigns(""));
    }

    [Event] private void Validate()
    {
    }

    [Event] private void Cancel(string @ref) => CancelUpload("pages", @ref);

    [Event] private void Postpone() => State = State with { Postpones = !State.Postpones };

    [Event] private void Close() => DisallowUpload("pages");

    [Event] private async Task Save()
    {
        var saved = await ConsumeUploadedEntries("pages", async file =>
        {
            shelf.Paths.Enqueue(file.Path!);
            if (State.Postpones)
                file.Postpone();
            using var reader = new StreamReader(file.OpenRead());
            return $"{file.Entry.ClientName}={await reader.ReadToEndAsync()}";
        });
        State = State with { Saved = string.Join(';', saved) };
    }

    protected override Html Render(Assigns a)
    {
        var pages = Upload("pages");
        return $"""
            <form id="album" phx-change="{On.Validate}" phx-submit="{On.Save}">
              {LiveFileInput(pages, Attrs.Of(("class", "files")))}
              {Each(pages.Entries, e => e.Ref, e => $"<p class=\"entry\">{LiveImgPreview(e)}<b>{e.ClientName}</b> <i>{e.Progress}</i> <u>{string.Join(',', e.Errors)}</u> <button type=\"button\" phx-click=\"{On.Cancel.With(("ref", e.Ref))}\">Cancel {e.ClientName}</button></p>")}
              <p id="errors">{string.Join(',', pages.Errors.Select(UploadErrors.ToText))}</p>
              <button>Save</button>
            </form>
            <p id="saved">{a.Saved}</p>
            """;
    }
}

/// <summary>Sends files as soon as they are chosen, to a writer of its own.</summary>
public sealed partial class AutoLive(Shelf shelf) : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session)
    {
        AllowUpload("logs", new UploadOptions { AutoUpload = true, MaxEntries = 2, Count = UploadCount.Total, ChunkBytes = 4, Progress = OnProgress, Writer = _ => new ShelfWriter(shelf) });
        return new("");
    }

    [Event] private void Validate()
    {
    }

    private async ValueTask OnProgress(UploadEntry entry)
    {
        if (entry.IsDone)
            State += await ConsumeUploadedEntry(entry, file => new ValueTask<string>($"[{file.Entry.ClientName} {file.Meta}]"));
    }

    protected override Html Render(string state) => $"""
        <form id="logs" phx-change="{On.Validate}">{LiveFileInput(Upload("logs"))}<p id="errors">{string.Join(',', Upload("logs").Errors)}</p></form>
        {Each(Upload("logs").Entries, e => e.Ref, e => $"<p class=\"entry\">{e.ClientName} {string.Join(',', e.Errors)}</p>")}
        <p id="seen">{state}</p>
        """;
}

public sealed class ShelfWriter(Shelf shelf) : UploadWriter
{
    private readonly StringBuilder _text = new();

    public override object? Meta => _text.ToString();

    public override ValueTask Write(ReadOnlyMemory<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.Span);
        if (text == shelf.FailOn)
            throw new IOException("the shelf is full");
        _text.Append(text);
        return default;
    }

    public override ValueTask Close(bool isCancelled)
    {
        shelf.Written.Enqueue($"{_text} {(isCancelled ? "cancelled" : "closed")}");
        return default;
    }

    public override void Discard() => shelf.Written.Enqueue("discarded");
}

/// <summary>Lets the browser send files to another server.</summary>
public sealed partial class ElsewhereLive : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session)
    {
        AllowUpload("films", new UploadOptions
        {
            MaxEntries = 3,
            External = e => new(e.ClientName == "no.mp4" ? ExternalUpload.Refuse("no room") : new ExternalUpload("S3", ("url", "https://store.example/" + e.ClientName), ("fields", new (string, object?)[] { ("key", 7) }))),
        });
        return new("");
    }

    [Event] private void Validate()
    {
    }

    protected override Html Render(string state) => $"""<form id="films" phx-change="{On.Validate}">{LiveFileInput(Upload("films"))}</form>{Each(Upload("films").Entries, e => e.Ref, e => $"<p class=\"entry\">{e.ClientName} {e.Progress} {string.Join(',', e.Errors)}</p>")}""";
}

/// <summary>A component with an upload.</summary>
public sealed partial class ProfileLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session) => new(0);

    protected override Html Render(int state) => $"<div>{AvatarComponent.Component("mine")}{AvatarComponent.Component("yours")}</div>";
}

public sealed partial class AvatarComponent : LiveComponent<string>
{
    protected override ValueTask<string> Mount()
    {
        AllowUpload("avatar");
        return new("");
    }

    [Event] private void Validate()
    {
    }

    [Event] private async Task Save() => State = string.Join(',', await ConsumeUploadedEntries("avatar", file => new ValueTask<string>($"{file.Entry.ClientName} {new FileInfo(file.Path!).Length}")));

    protected override Html Render(string state) => $"""<form id="{Id}" phx-change="{On.Validate}" phx-submit="{On.Save}" phx-target="{Myself}">{LiveFileInput(Upload("avatar"))}<output>{state}</output><i>{Upload("avatar").Entries.Count}</i></form>""";
}

/// <summary>Gives its upload, and each file of it, to components and to a piece that is only made when something has changed.</summary>
public sealed partial class SharedLive : LiveView<int>
{
    protected override ValueTask<Mount<int>> Mount(Params p, Session session)
    {
        AllowUpload("pages", new UploadOptions { MaxEntries = 2, ChunkBytes = 4 });
        return new(0);
    }

    [Event] private void Validate()
    {
    }

    [Event] private void Cancel(string @ref) => CancelUpload("pages", @ref);

    protected override Html Render(int state)
    {
        var pages = Upload("pages");
        return $"""
            <form id="shared" phx-change="{On.Validate}">{LiveFileInput(pages)}</form>
            {ListComponent.Component("list", new(pages))}
            <div>{Each(pages.Entries, e => e.Ref, e => FileComponent.Component("file-" + e.Ref, e))}</div>
            {Memo(pages, () => $"<p id=\"memo\">{string.Join(',', pages.Entries.Select(e => $"{e.ClientName} {e.Progress}"))}</p>")}
            {Each(pages.Entries, e => e.Ref, e => $"<button phx-click=\"{On.Cancel.With(("ref", e.Ref))}\">Cancel {e.ClientName}</button>")}
            """;
    }
}

public sealed partial class ListComponent : LiveComponent<ListComponent.Props, int>
{
    public sealed record Props(LiveUpload Pages);

    protected override ValueTask<int> Mount(Props props) => new(0);

    [Event] private void Validate()
    {
    }

    protected override Html Render(int state) => $"""<form id="list" phx-change="{On.Validate}" phx-target="{Myself}"><p>{string.Join(',', Given.Pages.Entries.Select(e => $"{e.ClientName} {e.Progress}"))}</p></form>""";
}

public sealed partial class FileComponent : LiveComponent<UploadEntry, int>
{
    protected override ValueTask<int> Mount(UploadEntry props) => new(0);

    protected override Html Render(int state) => $"<i class=\"file\">{Given.ClientName} {Given.Progress} {Given.IsDone}</i>";
}
