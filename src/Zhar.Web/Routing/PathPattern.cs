using System.Text;

namespace Zhar.Web;

/// <summary>The path of a route: <c>/users/:id</c>, <c>/files/*path</c>, <c>/v:version/ping</c>. Source: Plug.Router, Phoenix.Router.</summary>
internal sealed class PathPattern
{
    private PathPattern(string text, PathSegment[] segments, string[] names)
    {
        Text = text;
        Segments = segments;
        Names = names;
    }

    /// <summary>The path as it was written, with one slash in front and none at the end.</summary>
    internal string Text { get; }

    internal PathSegment[] Segments { get; }

    /// <summary>The names of the parameters, in the order of the path.</summary>
    internal string[] Names { get; }

    /// <summary>The same in ASP.NET Core's notation: <c>/users/{id}</c>.</summary>
    internal string ToTemplate()
    {
        var text = new StringBuilder();
        foreach (var segment in Segments)
        {
            text.Append('/').Append(segment.Literal.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            if (segment.Kind == PathSegmentKind.Param)
                text.Append('{').Append(segment.Name).Append('}');
            else if (segment.Kind == PathSegmentKind.Glob)
                text.Append("{**").Append(segment.Name).Append('}');
        }

        return text.Length == 0 ? "/" : text.ToString();
    }

    internal static PathPattern Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.StartsWith('/'))
            throw Wrong(path, $"has to begin with a slash. Write \"/{path}\"");
        if (path.AsSpan().IndexOfAny('?', '#') >= 0)
            throw Wrong(path, "has a query or a fragment. A route is chosen by the path alone; read the query with conn.Params");
        var segments = new List<PathSegment>();
        var names = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segments.Count > 0 && segments[^1].Kind == PathSegmentKind.Glob)
                throw Wrong(path, $"goes on after \"*{segments[^1].Name}\". A glob takes the whole rest of the path, so it comes last");
            segments.Add(Segment(path, part, names));
        }

        return new("/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries)), [.. segments], [.. names]);
    }

    private static PathSegment Segment(string path, string part, List<string> names)
    {
        var mark = part.AsSpan().IndexOfAny(':', '*');
        if (mark < 0)
            return new(PathSegmentKind.Literal, part, "");
        var name = part[(mark + 1)..];
        if (name.Length == 0 || !(char.IsAsciiLetter(name[0]) || name[0] == '_') || name.AsSpan().ContainsAnyExcept(NameChars))
            throw Wrong(path, $"has \"{part}\" in it. A parameter is a colon and a name of letters, digits and underscores, at the end of its segment: \"/users/:id\"");
        if (names.Contains(name))
            throw Wrong(path, $"has the parameter \"{name}\" twice. Give one of them another name");
        names.Add(name);
        var kind = part[mark] == ':' ? PathSegmentKind.Param : PathSegmentKind.Glob;
        if (kind == PathSegmentKind.Glob && mark > 0)
            throw Wrong(path, $"has \"{part}\" in it. A glob is a segment of its own: \"/{part[..mark]}/*{name}\"");
        return new(kind, part[..mark], name);
    }

    private static readonly System.Buffers.SearchValues<char> NameChars =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static ArgumentException Wrong(string path, string problem) => new($"The path \"{path}\" {problem}.", nameof(path));
}

/// <summary>One segment: a literal, a parameter behind a literal that may be empty, or the rest.</summary>
internal readonly record struct PathSegment(PathSegmentKind Kind, string Literal, string Name);

internal enum PathSegmentKind
{
    Literal,
    Param,
    Glob,
}
