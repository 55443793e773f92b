using Zhar.Generators.Model;

namespace Zhar.Web.Generators.Routing;

/// <summary>One segment of a path.</summary>
/// <param name="Literal">The literal, or what stands in front of the parameter.</param>
/// <param name="Name">The parameter, or empty.</param>
/// <param name="IsGlob">Whether it takes the rest of the path.</param>
internal sealed record SegmentModel(string Literal, string Name, bool IsGlob)
{
    public bool IsLiteral => Name.Length == 0;
}

/// <summary>The path of a route: <c>/users/:id</c>. The same grammar as the router's own.</summary>
internal sealed record PathModel(string Text, EquatableArray<SegmentModel> Segments)
{
    /// <summary>The path, or <c>null</c> and what is wrong with it.</summary>
    public static PathModel? Parse(string path, out string problem)
    {
        problem = "";
        if (!path.StartsWith("/", StringComparison.Ordinal))
            problem = $"has to begin with a slash. Write \"/{path}\"";
        else if (path.IndexOfAny(['?', '#']) >= 0)
            problem = "has a query or a fragment. A route is chosen by the path alone";
        var segments = new List<SegmentModel>();
        foreach (var part in path.Split(['/'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (problem.Length > 0)
                break;
            if (segments.Count > 0 && segments[segments.Count - 1].IsGlob)
                problem = $"goes on after \"*{segments[segments.Count - 1].Name}\". A glob takes the whole rest of the path, so it comes last";
            else
                segments.Add(Segment(part, segments, ref problem));
        }

        return problem.Length > 0 ? null : new("/" + string.Join("/", path.Split(['/'], StringSplitOptions.RemoveEmptyEntries)), segments.ToEquatableArray());
    }

    /// <summary>Whether every path that fits <paramref name="other"/> fits this one too.</summary>
    public bool Covers(PathModel other)
    {
        for (var i = 0; i < Segments.Count; i++)
        {
            if (Segments[i].IsGlob)
                return true;
            if (i >= other.Segments.Count || !Covers(Segments[i], other.Segments[i]))
                return false;
        }

        return Segments.Count == other.Segments.Count;
    }

    /// <summary>Whether a concrete path may lead here. A part that is only known at run time is <paramref name="unknown"/>.</summary>
    public bool Fits(string path, char unknown)
    {
        var parts = path.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < Segments.Count; i++)
        {
            if (Segments[i].IsGlob)
                return true;
            if (i >= parts.Length)
                return parts.Length > 0 && parts[parts.Length - 1].IndexOf(unknown) >= 0;
            if (!Fits(Segments[i], parts[i], unknown))
                return false;
        }

        return parts.Length == Segments.Count;
    }

    private static bool Covers(SegmentModel one, SegmentModel other) => one switch
    {
        { IsLiteral: true } => other.IsLiteral && other.Literal == one.Literal,
        _ when other.IsGlob => false,
        { Literal.Length: 0 } => true,
        _ => other.Literal.StartsWith(one.Literal, StringComparison.Ordinal) && (!other.IsLiteral || other.Literal.Length > one.Literal.Length),
    };

    private static bool Fits(SegmentModel segment, string part, char unknown)
    {
        var known = part.IndexOf(unknown);
        if (!segment.IsLiteral)
            return part.StartsWith(segment.Literal, StringComparison.Ordinal) || (known >= 0 && segment.Literal.StartsWith(part.Substring(0, known), StringComparison.Ordinal));
        return known < 0 ? part == segment.Literal : segment.Literal.StartsWith(part.Substring(0, known), StringComparison.Ordinal);
    }

    private static SegmentModel Segment(string part, List<SegmentModel> before, ref string problem)
    {
        var mark = part.IndexOfAny([':', '*']);
        if (mark < 0)
            return new(part, "", false);
        var name = part.Substring(mark + 1);
        if (name.Length == 0 || !(IsLetter(name[0]) || name[0] == '_') || name.Any(static c => !IsLetter(c) && c is not (>= '0' and <= '9') and not '_'))
            problem = $"has \"{part}\" in it. A parameter is a colon and a name of letters, digits and underscores, at the end of its segment: \"/users/:id\"";
        else if (before.Any(s => s.Name == name))
            problem = $"has the parameter \"{name}\" twice. Give one of them another name";
        else if (part[mark] == '*' && mark > 0)
            problem = $"has \"{part}\" in it. A glob is a segment of its own: \"/{part.Substring(0, mark)}/*{name}\"";
        return new(part.Substring(0, mark), name, part[mark] == '*');
    }

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
