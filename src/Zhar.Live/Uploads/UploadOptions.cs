namespace Zhar.Live;

/// <summary>What may be uploaded, and how. Source: Phoenix.LiveView.allow_upload/3.</summary>
public sealed record UploadOptions
{
    /// <summary>Extensions (<c>.jpg</c>), media types (<c>image/png</c>) and groups of them (<c>image/*</c>). Empty, the default: any file. Names and types come from the browser: they are a courtesy, not a check.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Most files at a time. Default 1: another file then replaces the one that was chosen.</summary>
    public int MaxEntries { get; init => field = Positive(value, nameof(MaxEntries)); } = 1;

    /// <summary>Which files <see cref="MaxEntries"/> counts. Default: those that are chosen and not consumed.</summary>
    public UploadCount Count { get; init; }

    /// <summary>Largest file in bytes. Default 8,000,000. What was received is counted, whatever the browser has announced.</summary>
    public long MaxFileBytes { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxFileBytes), value, "MaxFileBytes must be above 0."); } = 8_000_000;

    /// <summary>Size of a chunk in bytes. Default 64,000. At most what a frame of the socket may have, <c>SocketOptions.MaxFrameBytes</c>.</summary>
    public int ChunkBytes { get; init => field = Positive(value, nameof(ChunkBytes)); } = 64_000;

    /// <summary>Longest pause between two chunks; then the upload ends. Default 10 s.</summary>
    public TimeSpan ChunkTimeout { get; init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(ChunkTimeout), value, "ChunkTimeout must be above 0."); } = TimeSpan.FromSeconds(10);

    /// <summary>Whether files are sent as soon as they are chosen. Default: when the form is submitted.</summary>
    public bool AutoUpload { get; init; }

    /// <summary>Runs in the view, or the component, each time a file has made progress: to consume a file as soon as it is there.</summary>
    public Func<UploadEntry, ValueTask>? Progress { get; init; }

    /// <summary>Makes what takes the bytes of a file. Default: a file in the temporary folder, which goes with the upload.</summary>
    public Func<UploadEntry, UploadWriter>? Writer { get; init; }

    /// <summary>Where the browser sends a file itself, without this server: to a cloud's storage. Runs in the view.</summary>
    public Func<UploadEntry, ValueTask<ExternalUpload>>? External { get; init; }

    /// <summary>A further check of a file that was chosen: what is wrong with it, or <c>null</c>.</summary>
    public Func<UploadEntry, string?>? Validate { get; init; }

    private static int Positive(int value, string name) => value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be above 0.");
}

/// <summary>Which files count against <see cref="UploadOptions.MaxEntries"/>.</summary>
public enum UploadCount
{
    /// <summary>Those that are chosen and not consumed.</summary>
    Active,

    /// <summary>Those that were consumed too.</summary>
    Total,
}
