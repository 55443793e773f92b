namespace Zhar.Web;

/// <summary>Finds routes that no request reaches, because an earlier one takes all of theirs.</summary>
internal static class RouteConflicts
{
    internal static IEnumerable<string> Find(Router router)
    {
        var routes = router.All;
        for (var i = 1; i < routes.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!Covers(routes[j], routes[i]))
                    continue;
                yield return routes[j].Pattern.ToTemplate() == routes[i].Pattern.ToTemplate()
                    ? $"{router.GetType().FullName}: the route {routes[i]} is declared twice and never reached: {routes[j]} comes first. Take one of them out."
                    : $"{router.GetType().FullName}: the route {routes[i]} is never reached: {routes[j]} comes first and takes all its requests. Declare it before that one.";
                break;
            }
        }
    }

    internal static bool Covers(RouteEntry first, RouteEntry second)
    {
        if (first.Verb != second.Verb && first.Verb != "*")
            return false;
        if (first.Hosts.Count > 0 && (second.Hosts.Count == 0 || !second.Hosts.All(h => first.Hosts.Any(f => f.Equals(h, StringComparison.OrdinalIgnoreCase) || (f.EndsWith('.') && h.StartsWith(f, StringComparison.OrdinalIgnoreCase))))))
            return false;
        return Covers(first.Pattern.Segments, second.Pattern.Segments);
    }

    private static bool Covers(PathSegment[] first, PathSegment[] second)
    {
        for (var i = 0; i < first.Length; i++)
        {
            if (first[i].Kind == PathSegmentKind.Glob)
                return true;
            if (i >= second.Length || !Covers(first[i], second[i]))
                return false;
        }

        return first.Length == second.Length;
    }

    private static bool Covers(PathSegment first, PathSegment second) => (first.Kind, second.Kind) switch
    {
        (PathSegmentKind.Literal, PathSegmentKind.Literal) => first.Literal == second.Literal,
        (PathSegmentKind.Param, PathSegmentKind.Literal) => second.Literal.Length > first.Literal.Length && second.Literal.StartsWith(first.Literal, StringComparison.Ordinal),
        (PathSegmentKind.Param, PathSegmentKind.Param) => second.Literal.StartsWith(first.Literal, StringComparison.Ordinal),
        _ => false,
    };
}
