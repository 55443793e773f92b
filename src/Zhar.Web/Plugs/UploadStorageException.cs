namespace Zhar.Web;

/// <summary>An uploaded file cannot be stored: answered with 507 when the disk is full, else with 500, and logged as an error.</summary>
public sealed class UploadStorageException : Exception, IHttpStatus
{
    private const int NoSpace = 28;           // ENOSPC
    private const int OverQuota = 122;        // EDQUOT on Linux
    private const int HandleDiskFull = 0x27;  // ERROR_HANDLE_DISK_FULL
    private const int DiskFull = 0x70;        // ERROR_DISK_FULL

    internal UploadStorageException(string directory, Exception inner)
        : base($"an upload cannot be stored in \"{directory}\": {inner.Message}. The directory is a setting of the plug: p.ParseBody(b => b.UploadDirectory = …)", inner) =>
        StatusCode = inner is IOException && IsFull(inner.HResult) ? 507 : 500;

    /// <inheritdoc/>
    public int StatusCode { get; }

    private static bool IsFull(int result) => OperatingSystem.IsWindows() ? (result & 0xffff) is HandleDiskFull or DiskFull : result is NoSpace or OverQuota;
}
