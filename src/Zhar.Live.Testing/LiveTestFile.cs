using System.Text;

namespace Zhar.Live.Testing;

/// <summary>A file that a user chooses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Type">Its media type, as a browser says.</param>
public sealed record LiveTestFile(string Name, ReadOnlyMemory<byte> Content, string Type = "application/octet-stream")
{
    /// <summary>A text file.</summary>
    public LiveTestFile(string name, string content)
        : this(name, Encoding.UTF8.GetBytes(content ?? throw new ArgumentNullException(nameof(content))), "text/plain")
    {
    }

    /// <summary>The size that the browser announces. Default: that of the content.</summary>
    public long? AnnouncedSize { get; init; }
}
