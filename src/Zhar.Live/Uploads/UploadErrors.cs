namespace Zhar.Live;

/// <summary>What can be wrong with an upload, as the browser's client names it.</summary>
public static class UploadErrors
{
    /// <summary>The file is above <see cref="UploadOptions.MaxFileBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>More files than <see cref="UploadOptions.MaxEntries"/>.</summary>
    public const string TooManyFiles = "too_many_files";

    /// <summary>Not of the types of <see cref="UploadOptions.Accept"/>.</summary>
    public const string NotAccepted = "not_accepted";

    /// <summary>The browser could not send it to the other server.</summary>
    public const string ExternalClientFailure = "external_client_failure";

    /// <summary>What takes the bytes has failed.</summary>
    public const string WriterFailure = "writer_failure";

    /// <summary>The browser has stopped sending.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>An error in words, for a page in English. Others are shown as they are.</summary>
    public static string ToText(string error) => error switch
    {
        TooLarge => "The file is too large.",
        TooManyFiles => "You have chosen too many files.",
        NotAccepted => "This type of file is not accepted.",
        ExternalClientFailure or WriterFailure => "The file could not be stored.",
        Interrupted => "The upload was interrupted.",
        _ => error,
    };
}
