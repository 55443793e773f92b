namespace Zhar.Web;

/// <summary>Which URLs a link may have without being vouched for.</summary>
internal static class UrlScheme
{
    /// <summary>What is written in place of a refused one: it leads nowhere, and what follows it is a fragment.</summary>
    public const string Refused = "about:invalid#refused-";

    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "http", "https", "mailto", "tel", "sms", "ftp", "geo", "xmpp", "webcal", "ws", "wss",
    };

    /// <summary>Whether the URL is relative or has a scheme that runs nothing. Read as a browser does: without leading controls, and without tabs and line breaks anywhere.</summary>
    /// <param name="url">The URL, not escaped.</param>
    /// <param name="element">The element it is for: an image may carry its bytes in the URL.</param>
    public static bool IsAllowed(ReadOnlySpan<char> url, string? element)
    {
        var end = url.IndexOfAny(":/?#") is var decided && decided < 0 ? url.Length : decided;
        // A backslash is a slash to browsers; before the colon it makes the URL relative.
        if (end == url.Length || url[end] != ':' || url[..end].Contains('\\'))
            return true;

        Span<char> scheme = stackalloc char[16];
        var length = 0;
        foreach (var c in url[..end])
        {
            if (c is '\t' or '\n' or '\r' || (c <= ' ' && length == 0))
                continue;
            if (length == scheme.Length)
                return false;
            scheme[length++] = c;
        }

        var name = scheme[..length];
        return Allowed.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)
            || (element == "img" && name.Equals("data", StringComparison.OrdinalIgnoreCase) && url[(end + 1)..].StartsWith("image/", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>As above, for the candidates of a srcset with commas between them, and for the values of an animation with semicolons.</summary>
    public static bool AreAllowed(string list, string? element)
    {
        foreach (var candidate in list.Split(element is not null && HtmlNames.IsAnimation(element) ? ';' : ','))
        {
            if (!IsAllowed(candidate.AsSpan().TrimStart(), element))
                return false;
        }

        return true;
    }
}
