namespace Zhar.Web;

/// <summary>None of the formats that there are suits the request: HTTP's 406. Source: Phoenix.NotAcceptableError.</summary>
public sealed class NotAcceptableException : Exception, IHttpStatus
{
    internal NotAcceptableException(IReadOnlyList<string> offered, string accept)
        : base($"The request accepts \"{(accept.Length <= 100 ? accept : accept[..100] + "…")}\", but there is only {(offered.Count == 0 ? "nothing" : string.Join(", ", offered.Select(Formats.MediaType)))}.") => Offered = offered;

    /// <summary>The formats that there are.</summary>
    public IReadOnlyList<string> Offered { get; }

    /// <inheritdoc/>
    public int StatusCode => 406;
}
