using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>The path of a request as logs and spans show it: what stands for a parameter with the name of a secret, as in <c>/log-in/:token</c>, is left out.</summary>
/// <remarks>Only a matched route says what is a secret: a path that leads nowhere is shown as it came.</remarks>
internal static class LoggedPath
{
    /// <summary>The path that the request has now.</summary>
    internal static string Of(HttpContext conn) => Of(conn, conn.Request.Path.Value ?? "");

    /// <summary>A path that the request had, such as before a forward has moved a part of it.</summary>
    internal static string Of(HttpContext conn, string path)
    {
        var state = ConnState.Of(conn);
        return Of(path, state.Route, state.Endpoint?.Options.FilterParameters ?? Secrets.DefaultWords);
    }

    /// <summary>The path of a route, without its secrets.</summary>
    internal static string Of(string path, RouteEntry? route, IReadOnlyList<string> secrets) =>
        LogText.Of(route is not null && HasSecret(route.Pattern, secrets) ? Filter(path, route.Pattern, secrets) : path);

    private static bool HasSecret(PathPattern pattern, IReadOnlyList<string> secrets)
    {
        foreach (var name in pattern.Names)
        {
            if (Secrets.IsSecret(name, secrets))
                return true;
        }

        return false;
    }

    private static string Filter(string path, PathPattern pattern, IReadOnlyList<string> secrets)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var segments = pattern.Segments;
        var hasGlob = segments[^1].Kind == PathSegmentKind.Glob;

        // The path may begin with that of a mount, which the pattern has not. A glob takes any number of parts, so with one it is counted from the front.
        var first = hasGlob ? 0 : parts.Length - segments.Length;
        if (first < 0)
            return pattern.Text;
        for (var i = 0; i < segments.Length; i++)
        {
            var (kind, literal, name) = segments[i];
            var isSecret = kind != PathSegmentKind.Literal && Secrets.IsSecret(name, secrets);
            if (kind == PathSegmentKind.Glob)
                return isSecret && parts.Length > i ? Joined([.. parts[..i], Secrets.Filtered]) : Joined(parts);
            if (first + i >= parts.Length || !Fits(parts[first + i], kind, literal))
                return pattern.Text; // not the path that the route was found by: better too little than a secret
            if (isSecret)
                parts[first + i] = literal + Secrets.Filtered;
        }

        return Joined(parts);
    }

    private static bool Fits(string part, PathSegmentKind kind, string literal) =>
        kind == PathSegmentKind.Literal ? part == literal : part.StartsWith(literal, StringComparison.Ordinal);

    private static string Joined(string[] parts) => "/" + string.Join('/', parts);
}
