namespace Zhar.Web;

/// <summary>A file that came with a form. It lies in the system's directory for temporary files and goes when the response is over; move or copy what is to stay. Source: Plug.Upload.</summary>
public sealed class Upload
{
    internal Upload(string path, string fileName, string? contentType, long length)
    {
        Path = path;
        FileName = fileName;
        ContentType = contentType;
        Length = length;
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Its name on the sender's side, without directories. Any text: never build a path with it.</summary>
    public string FileName { get; }

    /// <summary>What the sender says it is, or <c>null</c>. Not to be trusted.</summary>
    public string? ContentType { get; }

    /// <summary>Its bytes.</summary>
    public long Length { get; }

    /// <summary>Opens it for reading.</summary>
    public FileStream OpenRead() => new(Path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, FileOptions.Asynchronous);

    /// <summary>Its name.</summary>
    public override string ToString() => FileName;
}
