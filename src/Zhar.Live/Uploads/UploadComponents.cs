using Zhar.Web;

namespace Zhar.Live;

/// <summary>The parts of a page that uploads files. Imported with <c>using static Zhar.Live.UploadComponents</c>.</summary>
public static class UploadComponents
{
    /// <summary>The input that files are chosen with. It stands in a form with <c>phx-change</c>, which tells the server what was chosen, and <c>phx-submit</c>. Source: live_file_input/1.</summary>
    /// <param name="upload">What <c>AllowUpload</c> has given.</param>
    /// <param name="rest">More attributes.</param>
    public static Html LiveFileInput(LiveUpload upload, Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(upload);
        var accept = upload.Options.Accept.Count == 0 ? null : string.Join(',', upload.Options.Accept);
        var active = string.Join(',', upload.Entries.Select(static e => e.Ref));
        var done = string.Join(',', upload.Entries.Where(static e => e.IsDone).Select(static e => e.Ref));
        var preflighted = string.Join(',', upload.Entries.Where(static e => e.IsPreflighted).Select(static e => e.Ref));
        var errors = string.Join(',', upload.AllErrors.Select(static e => e.Ref).Distinct());
        return $"""<input id="{upload.Ref}" type="file" name="{upload.Name}" accept="{accept}" data-phx-hook="Phoenix.LiveFileUpload" data-phx-upload-ref="{upload.Ref}" data-phx-active-refs="{active}" data-phx-done-refs="{done}" data-phx-preflighted-refs="{preflighted}" data-phx-error-refs="{errors}" data-phx-auto-upload="{upload.Options.AutoUpload}" multiple="{upload.Options.MaxEntries > 1}" {rest}>""";
    }

    /// <summary>A picture of a chosen file, made in the browser before it is sent. Source: live_img_preview/1.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="alt">What it shows, for those who do not see it.</param>
    /// <param name="rest">More attributes.</param>
    public static Html LiveImgPreview(UploadEntry entry, string alt = "", Attrs? rest = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return $"""<img id="phx-preview-{entry.Ref}" alt="{alt}" data-phx-upload-ref="{entry.Upload.Ref}" data-phx-entry-ref="{entry.Ref}" data-phx-hook="Phoenix.LiveImgPreview" data-phx-update="ignore" {rest}>""";
    }
}
