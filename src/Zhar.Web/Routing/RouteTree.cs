using System.Runtime.InteropServices;

namespace Zhar.Web;

/// <summary>The routes of one verb as a tree of path segments. Of all routes that fit, the one that was declared first wins.</summary>
/// <remarks>Read only once it is built, so safe from any thread. A node is visited at most once for a path: the work is bounded by the number of nodes.</remarks>
internal sealed class RouteTree
{
    // Longer paths match nothing but a glob at the top; bounds the work and the stack for a hostile path.
    private const int MaxSegments = 128;
    private const int FewSegments = 12;

    private readonly Node _root = new();

    internal void Add(RouteEntry route)
    {
        var node = _root;
        foreach (var segment in route.Pattern.Segments)
        {
            node.First = Math.Min(node.First, route.Order);
            if (segment.Kind == PathSegmentKind.Glob)
            {
                (node.Globs ??= []).Add(route);
                return;
            }

            node = segment.Kind == PathSegmentKind.Literal ? node.Literal(segment.Literal) : segment.Literal.Length == 0 ? node.Param ??= new() : node.Prefixed(segment.Literal);
        }

        node.First = Math.Min(node.First, route.Order);
        (node.Routes ??= []).Add(route);
    }

    /// <summary>Finds the route for a path. The ranges are those of its path parameters' values, in <paramref name="path"/>; <paramref name="values"/> has room for all.</summary>
    internal RouteEntry? Find(ReadOnlySpan<char> path, string host, Span<Range> values)
    {
        // Most paths are short, and what is reserved has to be zeroed.
        var most = path.Length <= FewSegments ? FewSegments : Math.Min(path.Count('/') + 1, MaxSegments);
        Span<Range> segments = most <= FewSegments ? stackalloc Range[FewSegments] : stackalloc Range[MaxSegments];
        var count = 0;
        for (var at = 0; at < path.Length;)
        {
            if (path[at] == '/')
            {
                at++;
                continue;
            }

            var end = path[at..].IndexOf('/');
            end = end < 0 ? path.Length : at + end;
            if (count == MaxSegments)
                return null;
            segments[count++] = at..end;
            at = end;
        }

        var search = new Search(path, segments[..count], host, values);
        search.Visit(_root, 0, 0);
        return search.Best;
    }

    private sealed class Node
    {
        private Dictionary<string, Node>? _literals;
        private Dictionary<string, Node>.AlternateLookup<ReadOnlySpan<char>> _lookup;
        private List<(string Prefix, Node Node)>? _prefixed;

        /// <summary>The lowest order of a route at or below this node.</summary>
        internal int First { get; set; } = int.MaxValue;

        internal Node? Param { get; set; }

        internal List<RouteEntry>? Routes { get; set; }

        internal List<RouteEntry>? Globs { get; set; }

        internal ReadOnlySpan<(string Prefix, Node Node)> AllPrefixed => CollectionsMarshal.AsSpan(_prefixed);

        internal Node? Find(ReadOnlySpan<char> literal) => _literals is not null && _lookup.TryGetValue(literal, out var node) ? node : null;

        internal Node Literal(string text)
        {
            if (_literals is null)
            {
                _literals = new(StringComparer.Ordinal);
                _lookup = _literals.GetAlternateLookup<ReadOnlySpan<char>>();
            }

            if (!_literals.TryGetValue(text, out var node))
                _literals[text] = node = new();
            return node;
        }

        internal Node Prefixed(string prefix)
        {
            foreach (var (known, node) in _prefixed ??= [])
            {
                if (known == prefix)
                    return node;
            }

            var made = new Node();
            _prefixed.Add((prefix, made));
            return made;
        }
    }

    private ref struct Search(ReadOnlySpan<char> path, ReadOnlySpan<Range> segments, string host, Span<Range> values)
    {
        private readonly ReadOnlySpan<char> _path = path;
        private readonly ReadOnlySpan<Range> _segments = segments;
        private readonly Span<Range> _best = values;
        private Trail _trail;

        internal RouteEntry? Best { get; private set; }

        internal void Visit(Node node, int depth, int count)
        {
            if (Best is not null && node.First > Best.Order)
                return;
            Accept(node.Globs, depth, count, isGlob: true);
            if (depth == _segments.Length)
            {
                Accept(node.Routes, depth, count, isGlob: false);
                return;
            }

            var range = _segments[depth];
            var segment = _path[range];
            if (node.Find(segment) is { } literal)
                Visit(literal, depth + 1, count);
            foreach (var (prefix, next) in node.AllPrefixed)
            {
                // Source: Plug.Router: a prefix needs at least one character behind it.
                if (segment.Length <= prefix.Length || !segment.StartsWith(prefix, StringComparison.Ordinal))
                    continue;
                _trail[count] = new Range(range.Start.Value + prefix.Length, range.End);
                Visit(next, depth + 1, count + 1);
            }

            if (node.Param is { } param)
            {
                _trail[count] = range;
                Visit(param, depth + 1, count + 1);
            }
        }

        private void Accept(List<RouteEntry>? routes, int depth, int count, bool isGlob)
        {
            foreach (var route in CollectionsMarshal.AsSpan(routes))
            {
                if ((Best is not null && route.Order > Best.Order) || !route.FitsHost(host))
                    continue;
                Best = route;
                for (var i = 0; i < count; i++)
                    _best[i] = _trail[i];
                if (isGlob)
                    _best[count] = depth < _segments.Length ? new Range(_segments[depth].Start, _path.Length) : new Range(_path.Length, _path.Length);
                return;
            }
        }
    }

    /// <summary>Where the parameters of the branch in hand are. As many as a route may have.</summary>
    [System.Runtime.CompilerServices.InlineArray(RouteEntry.MaxParams)]
    private struct Trail
    {
        private Range _first;
    }
}
