using System.Globalization;

namespace Zhar.Live;

/// <summary>One chosen file. What begins with Client comes from the browser and is not to be trusted. Source: Phoenix.LiveView.UploadEntry.</summary>
public sealed class UploadEntry
{
    private readonly Passage _passage;

    internal UploadEntry(LiveUpload upload, string @ref)
    {
        Upload = upload;
        Ref = @ref;
        _passage = new Passage();
    }

    private UploadEntry(UploadEntry before, LiveUpload upload)
    {
        (Upload, Ref, Id, _passage) = (upload, before.Ref, before.Id, before._passage);
        (ClientName, ClientRelativePath, ClientSize) = (before.ClientName, before.ClientRelativePath, before.ClientSize);
        (ClientType, ClientLastModified, ClientMeta) = (before.ClientType, before.ClientLastModified, before.ClientMeta);
    }

    /// <summary>The upload that it belongs to.</summary>
    public LiveUpload Upload { get; }

    /// <summary>What the browser calls it: for <c>CancelUpload</c>.</summary>
    public string Ref { get; }

    /// <summary>A random id, for a name under which the file can be kept.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The name of the file in the browser. Never a path to write to.</summary>
    public string ClientName { get; internal init; } = "";

    /// <summary>Where it stands in a chosen folder, or empty.</summary>
    public string ClientRelativePath { get; internal init; } = "";

    /// <summary>Its size in bytes, as the browser says.</summary>
    public long ClientSize { get; internal init; }

    /// <summary>Its media type, as the browser says.</summary>
    public string ClientType { get; internal init; } = "";

    /// <summary>When it was changed, as the browser says.</summary>
    public DateTimeOffset? ClientLastModified { get; internal init; }

    /// <summary>What the page's script has added to the file.</summary>
    public Params ClientMeta { get; internal init; } = Params.Empty;

    /// <summary>How much is there, 0 to 100.</summary>
    public int Progress
    {
        get => _passage.Progress;
        internal set => _passage.Progress = value;
    }

    /// <summary>Whether all of it is there.</summary>
    public bool IsDone => Progress == 100;

    /// <summary>Whether it may be sent.</summary>
    public bool IsValid
    {
        get => _passage.IsValid;
        internal set => _passage.IsValid = value;
    }

    /// <summary>Whether the browser may have begun to send it.</summary>
    public bool IsPreflighted
    {
        get => _passage.IsPreflighted;
        internal set => _passage.IsPreflighted = value;
    }

    /// <summary>What is wrong with it: names of <see cref="UploadErrors"/>, or what <see cref="UploadOptions.Validate"/> has said.</summary>
    public IReadOnlyList<string> Errors => [.. Upload.AllErrors.Where(e => e.Ref == Ref).Select(static e => e.Error)];

    /// <summary>Bytes that have come. Written by the process that takes them.</summary>
    internal long Received
    {
        get => Interlocked.Read(ref _passage.Received);
        set => Interlocked.Exchange(ref _passage.Received, value);
    }

    /// <summary>The process that takes its bytes, once there is one.</summary>
    internal Pid Channel
    {
        get => _passage.Channel;
        set => _passage.Channel = value;
    }

    /// <summary>Where the browser sends it, when not here.</summary>
    internal ExternalUpload? External
    {
        get => _passage.External;
        set => _passage.External = value;
    }

    /// <summary>The same file as another object: what is compared by reference sees that it has changed.</summary>
    internal UploadEntry Next(LiveUpload upload) => new(this, upload);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ClientName} ({Progress} %)");

    /// <summary>What all objects of one file share.</summary>
    private sealed class Passage
    {
        internal long Received;

        internal int Progress { get; set; }

        internal bool IsValid { get; set; } = true;

        internal bool IsPreflighted { get; set; }

        internal Pid Channel { get; set; }

        internal ExternalUpload? External { get; set; }
    }
}
