namespace Zhar.Web.Generators.Routing;

/// <summary>The path helpers of a router, as a tree of classes: <c>Paths.Users.Show(id)</c>.</summary>
/// <remarks>
/// A class for each static segment of a path, a method for each action. A segment that has one path and nothing below it is a method itself:
/// <c>/login</c> is <c>Paths.Login()</c>.
/// </remarks>
internal sealed class HelperTree
{
    private readonly SortedDictionary<string, HelperTree> _children = new(StringComparer.Ordinal);
    private readonly List<RouteModel> _routes = [];

    private HelperTree(string name) => Name = name;

    public string Name { get; }

    public IEnumerable<HelperTree> Classes => _children.Values.Where(static c => !c.IsLeaf);

    /// <summary>The helpers of this class: name and route.</summary>
    public List<(string Name, RouteModel Route)> Methods { get; } = [];

    /// <summary>Whether it is a method of the class above.</summary>
    private bool IsLeaf => _children.Count == 0 && _routes.Count > 0 && _routes.All(r => !r.IsResource && r.Path.Equals(_routes[0].Path));

    /// <param name="name">The name of the outermost class.</param>
    /// <param name="routes">The routes, in order.</param>
    /// <param name="collide">Takes two routes that would have the same helper, and its name.</param>
    public static HelperTree Build(string name, IEnumerable<RouteModel> routes, Action<RouteModel, RouteModel, string>? collide = null)
    {
        var root = new HelperTree(name);
        foreach (var route in routes.Where(static r => !r.IsForward))
        {
            var node = root;
            foreach (var part in route.Group)
            {
                // A class cannot be called like the one around it.
                var own = part == node.Name ? part + "Paths" : part;
                if (!node._children.TryGetValue(own, out var child))
                    node._children[own] = child = new HelperTree(own);
                node = child;
            }

            node._routes.Add(route);
        }

        root.Assign(name, collide);
        return root;
    }

    private void Assign(string path, Action<RouteModel, RouteModel, string>? collide)
    {
        foreach (var route in _routes)
            Add(route.Action ?? "Root", route, path, collide);
        foreach (var child in _children.Values)
        {
            if (child.IsLeaf)
                Add(child.Name, child.Preferred(), path, collide);
            else
                child.Assign($"{path}.{child.Name}", collide);
        }
    }

    /// <summary>Of the routes of one path the one that links lead to.</summary>
    private RouteModel Preferred() => _routes.FirstOrDefault(static r => r.Verb == "GET") ?? _routes[0];

    private void Add(string name, RouteModel route, string path, Action<RouteModel, RouteModel, string>? collide)
    {
        if (name == Name || Classes.Any(c => c.Name == name))
            name += "Path";
        foreach (var (known, other) in Methods)
        {
            if (known != name || !SameParameters(other, route))
                continue;

            // PATCH and PUT of one resource, or GET and POST of one form, share a helper.
            if (!other.Path.Equals(route.Path))
                collide?.Invoke(other, route, $"{path}.{name}");
            return;
        }

        Methods.Add((name, route));
    }

    private static bool SameParameters(RouteModel one, RouteModel other) => one.Parameters.Select(static p => p.Type).SequenceEqual(other.Parameters.Select(static p => p.Type));
}
