using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Model;
using Zhar.Web.Generators.Controllers;

namespace Zhar.Web.Generators.Routing;

/// <summary>Reads the routes of a router from the source of its <c>Routes</c> method.</summary>
/// <remarks>
/// By syntax: while generators run, <c>PageController.Actions.Home</c> does not exist yet, so calls that name it cannot be bound. Names of types and constants can.
/// </remarks>
internal sealed class RouteParser(INamedTypeSymbol router, Compilation compilation, Action<Diagnostic>? report)
{
    private const int MaxDepth = 16;

    private static readonly Dictionary<string, string> Verbs = new()
    {
        ["Get"] = "GET",
        ["Post"] = "POST",
        ["Put"] = "PUT",
        ["Patch"] = "PATCH",
        ["Delete"] = "DELETE",
        ["Head"] = "HEAD",
        ["Options"] = "OPTIONS",
        ["Connect"] = "CONNECT",
        ["Trace"] = "TRACE",
    };

    // The order of the router's own table: /users/new stands before /users/:id.
    private static readonly (string Action, string Verb, bool IsMember, string Suffix)[] Resource =
    [
        ("Index", "GET", false, ""),
        ("Edit", "GET", true, "/edit"),
        ("New", "GET", false, "/new"),
        ("Show", "GET", true, ""),
        ("Create", "POST", false, ""),
        ("Update", "PATCH", true, ""),
        ("Update", "PUT", true, ""),
        ("Delete", "DELETE", true, ""),
    ];

    private readonly List<RouteModel> _routes = [];
    private int _depth;

    /// <summary>Whether there are routes that could not be read, so that nobody can say that a path has none.</summary>
    public bool HasUnknown { get; private set; }

    public List<RouteModel> Parse()
    {
        foreach (var reference in router.GetMembers("Routes").OfType<IMethodSymbol>().SelectMany(static m => m.DeclaringSyntaxReferences))
        {
            if (reference.GetSyntax() is MethodDeclarationSyntax method && compilation.ContainsSyntaxTree(method.SyntaxTree))
                Visit(Body(method), new Scope(null, "", false, []), compilation.GetSemanticModel(method.SyntaxTree));
        }

        return _routes;
    }

    private static SyntaxNode? Body(BaseMethodDeclarationSyntax method) => (SyntaxNode?)method.Body ?? method.ExpressionBody;

    private void Visit(SyntaxNode? node, Scope scope, SemanticModel model)
    {
        if (node is null || _depth > MaxDepth)
            return;
        _depth++;
        if (node is InvocationExpressionSyntax call)
            Call(call, scope, model);
        else
        {
            foreach (var child in node.ChildNodes())
                Visit(child, scope, model);
        }

        _depth--;
    }

    private void Call(InvocationExpressionSyntax call, Scope scope, SemanticModel model)
    {
        var arguments = call.ArgumentList.Arguments;
        var (receiver, name) = call.Expression switch
        {
            MemberAccessExpressionSyntax member => (member.Expression, member.Name),
            SimpleNameSyntax simple => (null, simple),
            _ => ((ExpressionSyntax?)null, (SimpleNameSyntax?)null),
        };
        if (name is null || !IsScope(receiver, scope))
        {
            // What is chained behind a route, such as RequireAuthorization, or an unrelated call.
            var before = _depth;
            if (receiver is InvocationExpressionSyntax inner)
            {
                _depth--;
                Visit(inner, scope, model);
                _depth = before;
            }
            else if (receiver is not ThisExpressionSyntax and not null)
            {
                Helper(call, scope, model);
            }

            return;
        }

        if (receiver is InvocationExpressionSyntax earlier)
            Visit(earlier, scope, model);
        switch (name.Identifier.ValueText)
        {
            case "Scope":
                if (Path(arguments, scope, model) is { } prefix && Lambda(arguments) is { } inside)
                    Visit(inside.Body, scope with { Name = inside.Parameter, Prefix = prefix, HasHosts = scope.HasHosts || HasNamed(arguments, "hosts") }, model);
                break;
            case "Match" when arguments.Count >= 2 && model.GetConstantValue(arguments[0].Expression) is { HasValue: true, Value: string verb }:
                Route(verb.ToUpperInvariant(), arguments, 1, scope, model);
                break;
            case "Resources" when name is GenericNameSyntax { TypeArgumentList.Arguments.Count: 1 } generic:
                Resources(arguments, model.GetSymbolInfo(generic.TypeArgumentList.Arguments[0]).Symbol as INamedTypeSymbol, scope, model);
                break;
            case "LiveSession" when arguments.Count >= 3 && Lambda(arguments[2].Expression) is { } session:
                Visit(session.Body, scope with { Name = session.Parameter }, model);
                break;
            case "Live" when name is GenericNameSyntax { TypeArgumentList.Arguments.Count: > 0 } live:
                Live(arguments, live, scope, model);
                break;
            case "Forward":
                Forward(arguments, name, scope, model);
                break;
            case var text when Verbs.TryGetValue(text, out var verb):
                Route(verb, arguments, 0, scope, model);
                break;
            default:
                Helper(call, scope, model);
                break;
        }
    }

    // ---- routes ------------------------------------------------------------------------------------------------------

    private void Route(string verb, SeparatedSyntaxList<ArgumentSyntax> arguments, int at, Scope scope, SemanticModel model)
    {
        if (Argument(arguments, "path", at) is not { } path || Full(path.Expression, scope, model) is not { } full || Parsed(full, path) is not { } pattern)
            return;
        var (controller, action) = Argument(arguments, "action", at + 1) is { } target ? ActionOf(target.Expression, model) : (null, null);
        Add(verb, pattern, Groups(pattern), action, controller, false, false, scope, path);
    }

    private void Live(SeparatedSyntaxList<ArgumentSyntax> arguments, GenericNameSyntax name, Scope scope, SemanticModel model)
    {
        if (Argument(arguments, "path", 0) is not { } path || Full(path.Expression, scope, model) is not { } full || Parsed(full, path) is not { } pattern)
            return;
        var action = Argument(arguments, "action", 1) is { } given && model.GetConstantValue(given.Expression) is { HasValue: true, Value: string text } ? Code.Pascal(text) : null;
        if (string.IsNullOrEmpty(action))
        {
            var type = name.TypeArgumentList.Arguments[0] is SimpleNameSyntax simple ? simple.Identifier.ValueText : name.TypeArgumentList.Arguments[0].ToString().Split('.').Last();
            action = type.EndsWith("Live", StringComparison.Ordinal) && type.Length > 4 ? type.Substring(0, type.Length - 4) : type;
        }

        Add("GET", pattern, Groups(pattern), action, null, false, false, scope, path);
    }

    private void Forward(SeparatedSyntaxList<ArgumentSyntax> arguments, SimpleNameSyntax name, Scope scope, SemanticModel model)
    {
        if (Argument(arguments, "path", 0) is not { } path || Full(path.Expression, scope, model) is not { } full || Parsed(full, path) is null)
            return;
        var target = name is GenericNameSyntax { TypeArgumentList.Arguments.Count: 1 } generic ? model.GetSymbolInfo(generic.TypeArgumentList.Arguments[0]).Symbol as INamedTypeSymbol
            : Lambda(arguments) is { } plugs && RouterOf(plugs.Body) is { } named ? model.GetSymbolInfo(named).Symbol as INamedTypeSymbol
            : null;
        if (target is not null && target.DerivesFromWeb("Router") && !SymbolEqualityComparer.Default.Equals(target, router) && _depth < MaxDepth)
        {
            // The routes of the router behind it, under the prefix. What is wrong with them is reported where they stand.
            var inner = new RouteParser(target, compilation, null);
            inner._depth = _depth;
            foreach (var route in inner.Parse())
            {
                if (PathModel.Parse(full + route.Path.Text, out _) is { } moved)
                    _routes.Add(route with { Path = moved, Group = Groups(PathModel.Parse(full, out _)!).Concat(route.Group).ToEquatableArray(), At = path.GetLocation() });
            }

            HasUnknown |= inner.HasUnknown;
        }

        if (PathModel.Parse(full.TrimEnd('/') + "/*path", out _) is { } rest)
            Add("*", rest, [], null, null, false, true, scope, path);
    }

    /// <summary>The router of <c>p => p.Router&lt;AdminRouter&gt;()</c>.</summary>
    private static TypeSyntax? RouterOf(SyntaxNode plugs) => plugs.DescendantNodesAndSelf().OfType<GenericNameSyntax>()
        .FirstOrDefault(static n => n.Identifier.ValueText == "Router" && n.TypeArgumentList.Arguments.Count == 1)?.TypeArgumentList.Arguments[0];

    private void Resources(SeparatedSyntaxList<ArgumentSyntax> arguments, INamedTypeSymbol? controller, Scope scope, SemanticModel model)
    {
        if (Argument(arguments, "path", 0) is not { } path || Full(path.Expression, scope, model) is not { } full || Parsed(full, path) is not { } collection)
            return;
        var actions = controller?.ActionMethods().Select(static a => a.Name).ToList();
        var only = Listed(arguments, "only", 1, controller, actions, report: true);
        var except = Listed(arguments, "except", 2, controller, actions, report: true);
        var key = Text(arguments, "param", 3, model) ?? "id";
        var singleton = Argument(arguments, "singleton", 5) is { } flag && model.GetConstantValue(flag.Expression) is { HasValue: true, Value: true };
        var member = singleton ? full : $"{full.TrimEnd('/')}/:{key}";
        foreach (var (action, verb, isMember, suffix) in Resource)
        {
            if ((singleton && action == "Index") || only?.Contains(action) == false || except?.Contains(action) == true || actions?.Contains(action) == false)
                continue;
            if (Parsed((isMember ? member : full).TrimEnd('/') + suffix, path) is { } pattern)
                Add(verb, pattern, Groups(collection), action, controller, true, false, scope, path);
        }

        if (Lambda(arguments) is not { } nested)
            return;
        var prefix = $"{Text(arguments, "name", 4, model) ?? Code.Snake(ResourceName(controller))}_{key}";
        var parents = scope.Parents.ToList();
        if (!singleton && KeyType(controller, key) is { } type)
            parents.Add((prefix, type));
        Visit(nested.Body, scope with { Name = nested.Parameter, Prefix = singleton ? full : $"{full.TrimEnd('/')}/:{prefix}", Parents = parents }, model);
    }

    private void Add(string verb, PathModel path, IEnumerable<string> group, string? action, INamedTypeSymbol? controller, bool isResource, bool isForward, Scope scope, SyntaxNode at)
    {
        var method = action is null ? null : controller?.ActionMethods().FirstOrDefault(m => m.Name == action);
        var keys = path.Segments.Where(static s => !s.IsLiteral).ToList();
        var parameters = keys.Select(s => Parameter(s, method, controller, scope)).ToList();
        var query = verb == "GET" && method is not null
            ? method.Parameters.Where(p => IsLinkable(p.Type) && p.GetAttributes().Length == 0 && !keys.Any(k => IsCalled(p, k.Name))).Select(static p => Model(Code.Snake(p.Name), p.Name, p.Type))
            : [];
        _routes.Add(new(verb, path, group.ToEquatableArray(), action, isResource, isForward, scope.HasHosts, parameters.ToEquatableArray(), query.ToEquatableArray(), at.GetLocation()));
    }

    // ---- parameters --------------------------------------------------------------------------------------------------

    private static ParameterModel Parameter(SegmentModel segment, IMethodSymbol? method, INamedTypeSymbol? controller, Scope scope)
    {
        if (segment.IsGlob)
            return new(segment.Name, Code.Camel(segment.Name), "string", true);
        var type = method?.Parameters.FirstOrDefault(p => IsCalled(p, segment.Name))?.Type;
        if (type is null || !IsSingle(type))
            type = scope.Parents.LastOrDefault(p => p.Key == segment.Name).Type ?? KeyType(controller, segment.Name);
        return type is null ? new(segment.Name, Code.Camel(segment.Name), "string", true) : Model(segment.Name, segment.Name, type);
    }

    private static ParameterModel Model(string key, string name, ITypeSymbol type)
    {
        var bare = Code.WithoutNullable(type);
        return new(key, Code.Camel(name), Code.Plain(bare), IsPublic(bare));
    }

    /// <summary>The type of a key, from an action that reads it: all of a resource mean the same by it.</summary>
    private static ITypeSymbol? KeyType(INamedTypeSymbol? controller, string key) =>
        controller?.ActionMethods().SelectMany(static a => a.Parameters).FirstOrDefault(p => IsCalled(p, key) && IsSingle(p.Type))?.Type;

    private static bool IsCalled(IParameterSymbol parameter, string key) => parameter.Name == key || Code.Snake(parameter.Name) == key;

    private static bool IsSingle(ITypeSymbol type)
    {
        var bare = Code.WithoutNullable(type);
        return bare.SpecialType == SpecialType.System_String || bare.TypeKind == TypeKind.Enum || bare.AllInterfaces.Any(static i => i.IsNamed("System", "IParsable", 1));
    }

    /// <summary>What a link may carry in its query: single values, and lists of them.</summary>
    private static bool IsLinkable(ITypeSymbol type) =>
        IsSingle(type) || (type is IArrayTypeSymbol { Rank: 1 } array && IsSingle(array.ElementType)) ||
        (type is INamedTypeSymbol { Arity: 1, ContainingNamespace: { } space } named && space.ToDisplayString() == "System.Collections.Generic" && IsSingle(named.TypeArguments[0]));

    private static bool IsPublic(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return IsPublic(array.ElementType);
        for (ISymbol? t = type; t is ITypeSymbol; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return type is not INamedTypeSymbol named || named.TypeArguments.All(IsPublic);
    }

    // ---- syntax ------------------------------------------------------------------------------------------------------

    private static bool IsScope(ExpressionSyntax? receiver, Scope scope) => receiver switch
    {
        null or ThisExpressionSyntax => scope.Name is null,
        IdentifierNameSyntax name => name.Identifier.ValueText == scope.Name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "PipeThrough" } inner } => IsScope(inner.Expression, scope),
        _ => false,
    };

    /// <summary>A method of the router that gets the scope, to declare some of its routes.</summary>
    private void Helper(InvocationExpressionSyntax call, Scope scope, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol method || !SymbolEqualityComparer.Default.Equals(method.ContainingType, router))
            return;
        var arguments = call.ArgumentList.Arguments;
        var index = scope.Name is null ? -1 : arguments.IndexOf(a => a.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == scope.Name);
        if (index < 0 && scope.Name is not null)
            return;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is MethodDeclarationSyntax declaration)
                Visit(Body(declaration), scope with { Name = index < 0 ? null : declaration.ParameterList.Parameters[Math.Min(index, declaration.ParameterList.Parameters.Count - 1)].Identifier.ValueText }, compilation.GetSemanticModel(declaration.SyntaxTree));
        }
    }

    private static ArgumentSyntax? Argument(SeparatedSyntaxList<ArgumentSyntax> arguments, string name, int position)
    {
        foreach (var argument in arguments)
        {
            if (argument.NameColon?.Name.Identifier.ValueText == name)
                return argument;
        }

        return position < arguments.Count && arguments[position].NameColon is null && arguments.Take(position).All(static a => a.NameColon is null) ? arguments[position] : null;
    }

    private static bool HasNamed(SeparatedSyntaxList<ArgumentSyntax> arguments, string name) => arguments.Any(a => a.NameColon?.Name.Identifier.ValueText == name);

    private static string? Text(SeparatedSyntaxList<ArgumentSyntax> arguments, string name, int position, SemanticModel model) =>
        Argument(arguments, name, position) is { } argument && model.GetConstantValue(argument.Expression) is { HasValue: true, Value: string text } ? text : null;

    private static (string Parameter, SyntaxNode Body)? Lambda(SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        foreach (var argument in arguments)
        {
            if (Lambda(argument.Expression) is { } lambda)
                return lambda;
        }

        return null;
    }

    private static (string Parameter, SyntaxNode Body)? Lambda(ExpressionSyntax expression) => expression switch
    {
        SimpleLambdaExpressionSyntax simple => (simple.Parameter.Identifier.ValueText, simple.Body),
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 1 } full => (full.ParameterList.Parameters[0].Identifier.ValueText, full.Body),
        _ => null,
    };

    private string? Path(SeparatedSyntaxList<ArgumentSyntax> arguments, Scope scope, SemanticModel model)
    {
        if (Argument(arguments, "path", 0) is not { } path || Full(path.Expression, scope, model) is not { } full)
            return null;
        return Parsed(full, path) is null ? null : full;
    }

    /// <summary>The path with the prefixes in front, or <c>null</c> when it is not a constant.</summary>
    private string? Full(ExpressionSyntax path, Scope scope, SemanticModel model)
    {
        if (model.GetConstantValue(path) is { HasValue: true, Value: string text })
        {
            if (PathModel.Parse(text, out var problem) is not null)
                return scope.Prefix.TrimEnd('/') + text;
            report?.Invoke(Diagnostic.Create(RoutingRules.Malformed, path.GetLocation(), text, problem));
            return null;
        }

        HasUnknown = true;
        report?.Invoke(Diagnostic.Create(RoutingRules.NoHelper, path.GetLocation(), path.ToString()));
        return null;
    }

    private PathModel? Parsed(string full, SyntaxNode at)
    {
        var pattern = PathModel.Parse(full, out var problem);
        if (pattern is null)
            report?.Invoke(Diagnostic.Create(RoutingRules.Malformed, at.GetLocation(), full, problem));
        return pattern;
    }

    /// <summary>Of <c>PageController.Actions.Home</c> the controller and <c>Home</c>; of a method its name.</summary>
    private static (INamedTypeSymbol? Controller, string? Action) ActionOf(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Actions" } holder } action =>
            (model.GetSymbolInfo(holder.Expression).Symbol as INamedTypeSymbol, action.Name.Identifier.ValueText),
        IdentifierNameSyntax name => (null, name.Identifier.ValueText),
        MemberAccessExpressionSyntax member => (null, member.Name.Identifier.ValueText),
        _ => (null, null),
    };

    private HashSet<string>? Listed(SeparatedSyntaxList<ArgumentSyntax> arguments, string name, int position, INamedTypeSymbol? controller, List<string>? actions, bool report)
    {
        if (Argument(arguments, name, position) is not { Expression: var list } || list is LambdaExpressionSyntax)
            return null;
        var items = list switch
        {
            CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(static e => e.Expression),
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            _ => null,
        };
        if (items is null)
            return null;
        var found = new HashSet<string>();
        foreach (var item in items)
        {
            var text = item switch
            {
                IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                _ => null,
            };
            if (text is null || !found.Add(text) || !report || actions is null || actions.Contains(text) || !Resource.Any(r => r.Action == text))
                continue;
            this.Report(item, controller!, text, actions);
        }

        return found;
    }

    private void Report(SyntaxNode at, INamedTypeSymbol controller, string action, List<string> actions) =>
        report?.Invoke(Diagnostic.Create(ControllerRules.UnknownAction, at.GetLocation(), controller.Name, action, actions.Count == 0 ? "none" : string.Join(", ", actions.Distinct())));

    private static List<string> Groups(PathModel path) =>
        [.. path.Segments.Select(static s => Code.Pascal(s.Literal)).Where(static s => s.Length > 0)];

    private static string ResourceName(INamedTypeSymbol? controller)
    {
        var name = controller?.Name ?? "resource";
        return name.EndsWith("Controller", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Controller".Length) : name;
    }

    /// <param name="Name">What the code calls it; <c>null</c>: it is the router itself.</param>
    /// <param name="Prefix">The path in front.</param>
    /// <param name="HasHosts">Whether it is limited to hosts.</param>
    /// <param name="Parents">The keys of resources around it, with their types.</param>
    private sealed record Scope(string? Name, string Prefix, bool HasHosts, IReadOnlyList<(string Key, ITypeSymbol Type)> Parents);
}
