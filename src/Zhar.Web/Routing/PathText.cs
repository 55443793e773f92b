using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zhar.Web;

/// <summary>The text of path parameters.</summary>
/// <remarks>
/// The server decodes all escapes of a path but <c>%2F</c>, so that a slash inside of a segment does not split it; here it is inside. But <c>%252F</c>, the
/// text "%2F" itself, looks the same by then: which is which is only known to the request's target as it came.
/// </remarks>
internal static class PathText
{
    private const string EscapedSlash = "%2F";
    private const char Mark = '\uffff';

    /// <summary>The values of a path that nobody has decoded, or whose target is unknown: each <c>%2F</c> is a slash.</summary>
    internal static string[] Values(string path, ReadOnlySpan<Range> ranges) => Values(path, ranges, null);

    /// <summary>The values of the path of a request.</summary>
    internal static string[] Values(HttpContext conn, string path, ReadOnlySpan<Range> ranges) =>
        Values(path, ranges, path.Contains(EscapedSlash, StringComparison.OrdinalIgnoreCase) ? conn.Features.Get<IHttpRequestFeature>()?.RawTarget : null);

    /// <summary>The path of a target, or of an address, as the server has it: decoded, but for <c>%2F</c>.</summary>
    internal static string Decoded(string target)
    {
        var marks = new string(Mark, EscapedSlash.Length);
        return Uri.UnescapeDataString(target.Replace(EscapedSlash, marks, StringComparison.OrdinalIgnoreCase)).Replace(marks, EscapedSlash, StringComparison.Ordinal);
    }

    /// <summary>The values of a path that <see cref="Decoded"/> has made of <paramref name="target"/>; each <c>%2F</c> is a slash where the target is <c>null</c>.</summary>
    internal static string[] Values(string path, ReadOnlySpan<Range> ranges, string? target)
    {
        var text = target is null || !path.Contains(EscapedSlash, StringComparison.OrdinalIgnoreCase) ? null : Aligned(path, target);
        var values = new string[ranges.Length];
        for (var i = 0; i < ranges.Length; i++)
        {
            var value = path.AsSpan()[ranges[i]];
            values[i] = !value.Contains(EscapedSlash, StringComparison.OrdinalIgnoreCase) ? value.ToString()
                : text is null ? value.ToString().Replace(EscapedSlash, "/", StringComparison.OrdinalIgnoreCase)
                : text.AsSpan()[ranges[i]].ToString().Replace($"{Mark}{Mark}{Mark}", "/", StringComparison.Ordinal);
        }

        return values;
    }

    /// <summary>The path with three marks in place of each <c>%2F</c> that is a slash; <c>null</c> when the target does not lead to this path, as after dots were removed.</summary>
    private static string? Aligned(string path, string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var raw = query < 0 ? target : target[..query];
        var marks = new string(Mark, EscapedSlash.Length);
        var text = Uri.UnescapeDataString(raw.Replace(EscapedSlash, marks, StringComparison.OrdinalIgnoreCase));
        if (text.Length < path.Length)
            return null;
        text = text[^path.Length..]; // without what a mount or a forward has moved to the base
        return string.Equals(text.Replace(marks, EscapedSlash, StringComparison.Ordinal), path, StringComparison.OrdinalIgnoreCase) ? text : null;
    }
}
