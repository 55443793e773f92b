using Zhar.Web;
using static Zhar.Live.UploadComponents;

namespace Zhar.Live.Tests.Guides;

public sealed partial class PhotosLive(PhotoFolder folder) : LiveView<PhotosLive.Assigns>
{
    public sealed record Assigns(IReadOnlyList<string> Saved);

    protected override ValueTask<Mount<Assigns>> Mount(Params p, Session session)
    {
        AllowUpload("photos", new UploadOptions { Accept = [".jpg", ".png"], MaxEntries = 3, MaxFileBytes = 5_000_000 });
        return new(new Assigns([]));
    }

    [Event] private void Validate()
    {
    }

    [Event] private void Cancel(string photo) => CancelUpload("photos", photo);

    [Event] private async Task Save()
    {
        var saved = await ConsumeUploadedEntries("photos", file =>
        {
            var name = file.Entry.Id + Path.GetExtension(file.Entry.ClientName);
            File.Copy(file.Path!, Path.Combine(folder.Path, name));
            return new ValueTask<string>(name);
        });
        State = State with { Saved = [.. State.Saved, .. saved] };
    }

    protected override Html Render(Assigns a)
    {
        var photos = Upload("photos");
        return $"""
            <form id="photos" phx-change="{On.Validate}" phx-submit="{On.Save}" phx-drop-target="{photos.Ref}">
              <label>Photos {LiveFileInput(photos)}</label>
              {Each(photos.Errors, e => $"<p role=\"alert\">{UploadErrors.ToText(e)}</p>")}
              {Each(photos.Entries, e => e.Ref, Photo)}
              <button>Save</button>
            </form>
            <ul>{Each(a.Saved, s => s, s => $"<li>{s}</li>")}</ul>
            """;
    }

    private static Html Photo(UploadEntry photo) => $"""
        <figure>
          {LiveImgPreview(photo)}
          <figcaption>{photo.ClientName} <progress max="100" value="{photo.Progress}">{photo.Progress} %</progress></figcaption>
          {Each(photo.Errors, e => $"<p role=\"alert\">{UploadErrors.ToText(e)}</p>")}
          <button type="button" phx-click="{On.Cancel.With(("photo", photo.Ref))}" aria-label="Remove {photo.ClientName}">×</button>
        </figure>
        """;
}

/// <summary>Where photos are kept.</summary>
public sealed record PhotoFolder(string Path);

/// <summary>Computes a checksum while a file comes in, and keeps nothing of it.</summary>
public sealed class ChecksumWriter : UploadWriter
{
    private readonly System.Security.Cryptography.IncrementalHash _sum = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);

    public override object? Meta => Convert.ToHexString(_sum.GetCurrentHash());

    public override ValueTask Write(ReadOnlyMemory<byte> bytes)
    {
        _sum.AppendData(bytes.Span);
        return default;
    }

    public override ValueTask Close(bool isCancelled) => default;

    public override void Discard() => _sum.Dispose();
}

/// <summary>Other ways to upload.</summary>
public sealed partial class OtherWaysLive(Func<string, Uri> signedUrl) : LiveView<string>
{
    protected override ValueTask<Mount<string>> Mount(Params p, Session session)
    {
        AllowUpload("sums", new UploadOptions { AutoUpload = true, Writer = _ => new ChecksumWriter(), Progress = OnProgress });
        AllowUpload("films", new UploadOptions { External = e => new(new ExternalUpload("S3", ("url", signedUrl(e.Id.ToString())))) });
        return new("");
    }

    private async ValueTask OnProgress(UploadEntry entry)
    {
        if (entry.IsDone)
            State += await ConsumeUploadedEntry(entry, file => new ValueTask<string>($"{file.Entry.ClientName}: {file.Meta}"));
    }

    [Event] private void Validate()
    {
    }

    protected override Html Render(string sums) => $"""
        <form id="other" phx-change="{On.Validate}">{LiveFileInput(Upload("sums"))}{LiveFileInput(Upload("films"))}</form>
        <pre>{sums}</pre>
        """;
}
