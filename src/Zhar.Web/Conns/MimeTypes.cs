using System.Collections.Frozen;

namespace Zhar.Web;

/// <summary>Formats, extensions and their media types. Source: Elixir's MIME.</summary>
public static class MimeTypes
{
    private static readonly FrozenDictionary<string, string[]> Formats = new Dictionary<string, string[]>
    {
        ["html"] = ["text/html", "application/xhtml+xml"],
        ["json"] = ["application/json"],
        ["xml"] = ["application/xml", "text/xml"],
        ["text"] = ["text/plain"],
        ["txt"] = ["text/plain"],
        ["csv"] = ["text/csv"],
        ["js"] = ["text/javascript", "application/javascript"],
        ["css"] = ["text/css"],
        ["pdf"] = ["application/pdf"],
        ["atom"] = ["application/atom+xml"],
        ["rss"] = ["application/rss+xml"],
        ["ics"] = ["text/calendar"],
        ["md"] = ["text/markdown"],
        ["problem"] = ["application/problem+json"],
        ["event-stream"] = ["text/event-stream"],
        ["turbo-stream"] = ["text/vnd.turbo-stream.html"],
        ["json-api"] = ["application/vnd.api+json"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider Extensions = Provider();

    /// <summary>The media types of a format, its own first.</summary>
    /// <exception cref="ArgumentException">The format is not known.</exception>
    internal static string[] Of(string format) => Formats.GetValueOrDefault(format) ?? throw new ArgumentException(
        $"\"{format}\" is no known format. Known are {string.Join(", ", Formats.Keys.Order(StringComparer.Ordinal))}; another one is named by its media type, such as \"application/vnd.example+json\".", nameof(format));

    /// <summary>The media type for a file's name: <c>application/octet-stream</c> when its extension is not known.</summary>
    public static string OfPath(string path)
    {
        var type = Extensions.TryGetContentType(path, out var found) ? found : "application/octet-stream";
        return IsText(type) ? type + "; charset=utf-8" : type;
    }

    internal static bool IsText(string type) =>
        type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Equals("application/problem+json", StringComparison.OrdinalIgnoreCase);

    private static Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider Provider()
    {
        var provider = new Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider();
        provider.Mappings[".md"] = "text/markdown";
        provider.Mappings[".map"] = "application/json";
        provider.Mappings[".ico"] = "image/x-icon";
        return provider;
    }
}
