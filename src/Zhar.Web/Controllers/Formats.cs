using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Zhar.Web;

/// <summary>Chooses between the formats that there are and those that a request accepts. Source: Phoenix.Controller.accepts/2, RFC 9110 section 12.5.1.</summary>
internal static class Formats
{
    // An Accept header with more entries than this is no browser's; the rest is not read.
    private const int MaxEntries = 32;

    /// <summary>The media type of a format: <c>text/html</c> for <c>html</c>.</summary>
    internal static string MediaType(string format) => format.Contains('/', StringComparison.Ordinal) ? format : MimeTypes.Of(format)[0];

    /// <summary>The one of <paramref name="offered"/> that suits the request best, or <c>null</c> when none does.</summary>
    /// <remarks>
    /// The parameter <c>_format</c> decides alone when there is one. A browser's Accept, which names html before anything goes, gets html when it is offered.
    /// Among equals the first that is offered wins.
    /// </remarks>
    internal static string? Choose(HttpContext conn, IReadOnlyList<string> offered)
    {
        if (offered.Count == 0)
            return null;
        if (Asked(conn) is { } asked)
            return offered.Contains(asked) ? asked : null;
        var accept = conn.Request.Headers.Accept;
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is null or "" or "*/*"))
            return offered[0];
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            return null;
        var entries = wanted.Take(MaxEntries).ToList();
        if (offered.Contains("html") && entries.Any(static e => e.Quality is not 0 && e.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)) && entries.Any(static e => e.MatchesAllTypes && e.Quality is not 0))
            return "html";
        string? best = null;
        var bestQuality = 0.0;
        foreach (var format in offered)
        {
            var quality = Quality(entries, MediaType(format));
            if (quality > bestQuality)
                (best, bestQuality) = (format, quality);
        }

        return best;
    }

    /// <summary>Whether the sender is a program that reads JSON: by the chosen format, else by what it accepts or sent.</summary>
    internal static bool WantsJson(HttpContext conn)
    {
        if (conn.Format is { } format)
            return format == "json";
        return Choose(conn, ["html", "json"]) is var chosen && (chosen == "json" || (chosen == "html" && conn.Request.Headers.Accept.Count == 0 && SentJson(conn)) || (chosen is null && SentJson(conn)));
    }

    /// <summary>The value of <c>_format</c>, from the path or the query.</summary>
    private static string? Asked(HttpContext conn) =>
        conn.Request.RouteValues.TryGetValue("_format", out var path) && path is string { Length: > 0 } fromPath ? fromPath
        : conn.Request.QueryString.HasValue && conn.QueryParams.Raw("_format") is string { Length: > 0 } fromQuery ? fromQuery
        : null;

    private static bool SentJson(HttpContext conn) => conn.Request.ContentType is { } type && type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>The quality of the most specific entry that covers a type: <c>text/html</c> over <c>text/*</c> over <c>*/*</c>.</summary>
    private static double Quality(List<MediaTypeHeaderValue> entries, string type)
    {
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        var quality = 0.0;
        var rank = 0;
        foreach (var entry in entries)
        {
            var fit = entry.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 3
                : entry.MatchesAllTypes ? 1
                : entry.MatchesAllSubTypes && entry.Type.AsSpan().Equals(type.AsSpan(0, slash), StringComparison.OrdinalIgnoreCase) ? 2
                : 0;
            if (fit > rank)
                (rank, quality) = (fit, entry.Quality ?? 1);
        }

        return quality;
    }
}
