using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Tells paths of this site from those that a browser would take for another one.</summary>
internal static class LocalPath
{
    /// <summary>One slash in front, none and no backslash behind it, and no character that browsers drop. Source: Phoenix.Controller.redirect/2.</summary>
    internal static bool IsLocal(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.AsSpan().ContainsAnyInRange('\0', '\x1f');

    /// <summary>The path of a request as text for a link. Routes overlook empty segments; a browser would take the one behind two slashes for a host.</summary>
    internal static string Of(HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).ToUriComponent();
        var slashes = 0;
        while (slashes < path.Length && path[slashes] == '/')
            slashes++;
        return slashes > 1 ? path[(slashes - 1)..] : path;
    }

    internal static void Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!IsLocal(path))
        {
            throw new ArgumentException($"""
                "{(path.Length <= 100 ? path : path[..100] + "…")}" is not a path of this site: it has to begin with one slash, and a browser must not read it as another host.
                To leave the site on purpose, with a URL that did not come with the request:

                    conn.RedirectExternal("https://example.com/")
                """, nameof(path));
        }
    }
}
