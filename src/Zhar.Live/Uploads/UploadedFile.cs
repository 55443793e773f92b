namespace Zhar.Live;

/// <summary>A file that has come, while it is consumed. Source: consume_uploaded_entries/3.</summary>
public sealed class UploadedFile
{
    internal UploadedFile(UploadEntry entry, UploadWriter? writer)
    {
        Entry = entry;
        Writer = writer;
    }

    /// <summary>What is known of it.</summary>
    public UploadEntry Entry { get; }

    /// <summary>The temporary file: copy or move it, it is deleted afterwards. <c>null</c> when the bytes went elsewhere.</summary>
    public string? Path => Writer?.Path;

    /// <summary>What a custom writer has to say.</summary>
    public object? Meta => Writer?.Meta;

    /// <summary>Where the browser has sent it, when not here.</summary>
    public ExternalUpload? External => Entry.External;

    internal UploadWriter? Writer { get; }

    internal bool IsPostponed { get; private set; }

    /// <summary>The file stays, to be consumed later.</summary>
    public void Postpone() => IsPostponed = true;

    /// <summary>Opens the temporary file.</summary>
    /// <exception cref="InvalidOperationException">The bytes went elsewhere.</exception>
    public Stream OpenRead() => Path is { } path
        ? File.OpenRead(path)
        : throw new InvalidOperationException($"{Entry.ClientName} is no file on this machine: its upload has a writer of its own, or went to another server. Look at Meta or External.");
}
