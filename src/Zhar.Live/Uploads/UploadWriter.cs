namespace Zhar.Live;

/// <summary>Takes the bytes of one file as they come, in a process of its own: to store them elsewhere than in a temporary file, or to look at them. Source: Phoenix.LiveView.UploadWriter.</summary>
/// <remarks>Its methods are called one after the other. An exception ends the upload of this file, and the page shows <see cref="UploadErrors.WriterFailure"/>.</remarks>
public abstract class UploadWriter
{
    /// <summary>What the consumer of the file gets as <see cref="UploadedFile.Meta"/>.</summary>
    public virtual object? Meta => null;

    /// <summary>The path of the file, when it is one on this machine.</summary>
    public virtual string? Path => null;

    /// <summary>Called before the first bytes.</summary>
    public virtual ValueTask Open() => default;

    /// <summary>Takes the next bytes. They are valid until this ends.</summary>
    public abstract ValueTask Write(ReadOnlyMemory<byte> bytes);

    /// <summary>No more bytes come: all are there, or with <paramref name="isCancelled"/> the upload was ended before.</summary>
    public abstract ValueTask Close(bool isCancelled);

    /// <summary>The file was consumed, or its upload is over: what nobody has taken goes. Called last, once.</summary>
    public virtual void Discard()
    {
    }
}

/// <summary>Writes into a file of the temporary folder that only this user may read, and deletes it in the end.</summary>
internal sealed class TempFileWriter : UploadWriter
{
    private FileStream? _file;

    public override string? Path => _path;

    private string? _path;

    public override ValueTask Open()
    {
        _path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "live-upload-" + Guid.NewGuid().ToString("N"));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(_path, options);
        return default;
    }

    public override ValueTask Write(ReadOnlyMemory<byte> bytes) => _file!.WriteAsync(bytes); // opened

    public override async ValueTask Close(bool isCancelled)
    {
        if (_file is not null)
            await _file.DisposeAsync();
        _file = null;
    }

    public override void Discard()
    {
        _file?.Dispose();
        if (_path is not null)
            File.Delete(_path);
    }
}
