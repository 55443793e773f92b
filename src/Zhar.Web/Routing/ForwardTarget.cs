using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Moves the prefix of a forward from <c>Path</c> to <c>PathBase</c> for as long as its target runs.</summary>
internal sealed class ForwardTarget(RouteEntry route)
{
    private readonly string _prefix = route.Pattern.Segments.Length == 1 ? "" : "/" + string.Join('/', route.Pattern.Segments[..^1].Select(static s => s.Literal));

    internal async Task Invoke(HttpContext conn)
    {
        var request = conn.Request;
        var (pathBase, path) = (request.PathBase, request.Path);
        if (!path.StartsWithSegments(_prefix, StringComparison.Ordinal, out var rest))
            rest = path; // empty segments in it, "//admin": the target sees the path as it came
        request.PathBase = pathBase.Add(_prefix);
        request.Path = rest;
        try
        {
            await route.Action.Invoke(conn).ConfigureAwait(false);
        }
        finally
        {
            (request.PathBase, request.Path) = (pathBase, path);
        }
    }
}
