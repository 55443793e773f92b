namespace Zhar.Web;

/// <summary>The request is malformed: answered with 400. Source: Plug.BadRequestError.</summary>
public sealed class BadRequestException : Exception, IHttpStatus
{
    /// <summary>Says what is wrong with the request. The text is logged, and shown in development.</summary>
    public BadRequestException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public int StatusCode => 400;
}

/// <summary>The body is over the limit: answered with 413. Source: Plug.Parsers.RequestTooLargeError.</summary>
public sealed class RequestTooLargeException : Exception, IHttpStatus
{
    internal RequestTooLargeException(long maxBytes)
        : base($"the body has more than {maxBytes} bytes. The limits are settings of the plug: p.ParseBody(b => b.MaxBytes = …)") => MaxBytes = maxBytes;

    /// <summary>The limit.</summary>
    public long MaxBytes { get; }

    /// <inheritdoc/>
    public int StatusCode => 413;
}

/// <summary>Nobody reads bodies of that content type: answered with 415. Source: Plug.Parsers.UnsupportedMediaTypeError.</summary>
public sealed class UnsupportedMediaTypeException : Exception, IHttpStatus
{
    internal UnsupportedMediaTypeException(string contentType, IReadOnlyList<string> passed)
        : base($"no parser takes the content type \"{(contentType.Length <= 100 ? contentType : contentType[..100] + "…")}\". Bodies that an action reads itself are passed on by p.ParseBody(b => b.Pass = [\"text/csv\"]){(passed.Count == 0 ? "" : $"; now {string.Join(", ", passed)}")}") =>
        ContentType = contentType;

    /// <summary>What was sent.</summary>
    public string ContentType { get; }

    /// <inheritdoc/>
    public int StatusCode => 415;
}
