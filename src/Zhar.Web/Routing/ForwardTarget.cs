using Microsoft.AspNetCore.Http;

namespace Zhar.Web;

/// <summary>Moves the prefix of a forward from <c>Path</c> to <c>PathBase</c> for as long as its target runs.</summary>
internal sealed class ForwardTarget(RouteEntry route, PlugBuilder plugs)
{
    private readonly RequestDelegate _target = Target(route, plugs);
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
            await _target(conn).ConfigureAwait(false);
        }
        finally
        {
            (request.PathBase, request.Path) = (pathBase, path);
        }
    }

    private static RequestDelegate Target(RouteEntry route, PlugBuilder plugs)
    {
        if (route.ForwardPlugs is not { } forward)
            return route.Action.Invoke;
        var own = plugs.Nested();
        forward(own);
        return PlugStep.Compose(own.Steps, static conn => throw new InvalidOperationException($"No plug behind the forward has answered {conn.Request.Method} {conn.Request.PathBase}{conn.Request.Path}."));
    }
}
