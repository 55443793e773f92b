namespace Zhar.Mail;

/// <summary>A file that travels with an email.</summary>
/// <remarks>Source: Swoosh.Attachment.</remarks>
public sealed record EmailAttachment
{
    /// <summary>A file of bytes.</summary>
    /// <param name="fileName">The name that the reader sees: no path, no control characters.</param>
    /// <param name="content">The bytes. They are kept, not copied.</param>
    /// <param name="contentType">Its media type. Default <c>application/octet-stream</c>.</param>
    /// <exception cref="ArgumentException">The name or the media type is none.</exception>
    public EmailAttachment(string fileName, ReadOnlyMemory<byte> content, string contentType = "application/octet-stream")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        HeaderText.Checked(fileName, nameof(fileName));
        if (fileName.AsSpan().ContainsAny('/', '\\'))
            throw new ArgumentException($"The name of the attachment is a path: \"{HeaderText.Shown(fileName)}\". Write Path.GetFileName(…).", nameof(fileName));
        if (!MimeKit.ContentType.TryParse(HeaderText.Checked(contentType, nameof(contentType)), out _))
            throw new ArgumentException($"\"{HeaderText.Shown(contentType)}\" is not a media type. Write one such as application/pdf.", nameof(contentType));
        FileName = fileName;
        Content = content;
        ContentType = contentType;
    }

    /// <summary>The name that the reader sees.</summary>
    public string FileName { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The media type.</summary>
    public string ContentType { get; }

    /// <summary>For an image inside the HTML: what stands behind <c>cid:</c> there. <c>null</c>: the file is attached.</summary>
    /// <exception cref="ArgumentException">It has other characters than letters, digits, dots, dashes, underscores and @.</exception>
    public string? ContentId
    {
        get;
        init => field = value is null || (value.Length is > 0 and <= 200 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@'))
            ? value
            : throw new ArgumentException($"\"{HeaderText.Shown(value)}\" is not a content id: letters, digits, dots, dashes, underscores and @.", nameof(ContentId));
    }
}
