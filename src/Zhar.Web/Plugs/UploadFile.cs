namespace Zhar.Web;

/// <summary>The temporary file of an upload. What fails here is the server's fault, and is told apart from what the client has sent.</summary>
internal sealed class UploadFile : IDisposable
{
    private readonly string _directory;
    private readonly Stream _file;

    /// <exception cref="UploadStorageException">The file cannot be made.</exception>
    internal UploadFile(string path, ParseBodySettings settings)
    {
        _directory = settings.UploadDirectory;
        try
        {
            _file = settings.CreateUploadFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UploadStorageException(_directory, e);
        }
    }

    /// <summary>What was written so far, in bytes.</summary>
    internal long Length { get; private set; }

    /// <exception cref="UploadStorageException">The disk is full, or broken.</exception>
    internal async ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new UploadStorageException(_directory, e);
        }

        Length += bytes.Length;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>A file that only this user reads. Without a buffer of its own, so that nothing is left to be written, and to fail, when it is closed.</summary>
    internal static Stream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
