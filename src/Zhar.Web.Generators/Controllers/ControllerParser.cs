using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Model;

namespace Zhar.Web.Generators.Controllers;

/// <summary>Makes the model of a controller, or reports what is wrong with it. The generator does not report, so that an editor shows each problem once.</summary>
internal sealed class ControllerParser(INamedTypeSymbol controller, Compilation compilation, Action<Diagnostic>? report)
{
    private bool _failed;

    /// <summary>The model, or <c>null</c> when something is wrong.</summary>
    public ControllerModel? Parse()
    {
        var declarations = Declarations();
        CheckShape();
        if (_failed)
            return null;

        var methods = controller.ActionMethods();
        var constructor = Constructor(controller);
        if (constructor is null)
            Report(ControllerRules.IllShapedController, controller, controller.Name, "it has no public constructor, or several. Keep one, which takes the services that it needs.");
        var binding = new BindingParser((symbol, type, remedy) => Report(ControllerRules.UnboundParameter, symbol, symbol.Name, type, remedy));
        var views = new ViewFinder(controller, compilation);
        var actions = methods.Where(m => CheckAction(m, methods)).Select(m => Action(m, binding, views)).ToList();
        var plugs = Plugs(methods);
        var lists = PlugLists();
        var fallback = Fallback();
        if (_failed || constructor is null)
            return null;

        return new ControllerModel(
            controller.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)).Replace("@", ""),
            Code.Plain(controller),
            controller.Name,
            controller.ContainingNamespace.IsGlobalNamespace ? null : controller.ContainingNamespace.ToDisplayString(),
            declarations.ToEquatableArray(),
            Construction(controller, constructor),
            Implements("System", "IAsyncDisposable") ? "DisposeAsync" : Implements("System", "IDisposable") ? "Dispose" : null,
            fallback,
            JsonContexts.Find(compilation).Select(static c => Code.Plain(c) + ".Default").ToEquatableArray(),
            controller.ControllerChain().Reverse().SelectMany(AttributeCode.Of).ToEquatableArray(),
            plugs.ToEquatableArray(),
            lists.ToEquatableArray(),
            actions.ToEquatableArray(),
            views.Models().ToEquatableArray(),
            binding.Records.ToEquatableArray());
    }

    // ---- the class ---------------------------------------------------------------------------------------------------

    private void CheckShape()
    {
        if (controller.IsGenericType || Outer(controller).Any(static t => t.IsGenericType))
            Report(ControllerRules.IllShapedController, controller, controller.Name, "it is generic, or in a generic type. Write a controller for each type.");
        if (controller.IsFileLocal)
            Report(ControllerRules.IllShapedController, controller, controller.Name, "it is local to its file, so the generated code cannot reach it. Make it internal or public.");

        // An analyzer sees the generated class, too.
        if (controller.GetMembers("Actions").FirstOrDefault(static m => m.DeclaringSyntaxReferences.Any(static r => !r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))) is { } taken)
            Report(ControllerRules.IllShapedController, taken, controller.Name, "it has a member 'Actions', which is the name of the generated class with its actions. Rename it.");
    }

    private List<string> Declarations()
    {
        var result = new List<string>();
        for (var t = controller; t is not null; t = t.ContainingType)
        {
            var isPartial = t.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is TypeDeclarationSyntax d && d.Modifiers.Any(SyntaxKind.PartialKeyword));
            if (!isPartial)
            {
                Report(ControllerRules.MissingPartial, controller, t.Name);
                break;
            }

            var kind = (t.TypeKind, t.IsRecord) switch
            {
                (TypeKind.Struct, true) => "record struct",
                (TypeKind.Struct, _) => "struct",
                (TypeKind.Interface, _) => "interface",
                (_, true) => "record",
                _ => "class",
            };
            result.Insert(0, $"partial {kind} {Code.Identifier(t.Name)}");
        }

        return result;
    }

    private static IMethodSymbol? Constructor(INamedTypeSymbol type)
    {
        var all = type.InstanceConstructors.Where(static c => c.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal).ToList();
        return all.Count == 1 ? all[0] : null;
    }

    private static string Construction(INamedTypeSymbol type, IMethodSymbol constructor) =>
        $"new {Code.Plain(type)}({string.Join(", ", constructor.Parameters.Select(BindingParser.ServiceOf))})";

    private bool Implements(string space, string name) => controller.AllInterfaces.Any(i => i.IsNamed(space, name));

    // ---- actions -----------------------------------------------------------------------------------------------------

    private bool CheckAction(IMethodSymbol method, List<IMethodSymbol> all)
    {
        var problem =
            all.First(m => m.Name == method.Name) is var first && !SymbolEqualityComparer.Default.Equals(first, method) ? "there are two of that name, and a route could mean either. Rename one, or put [NoAction] on a method that no route leads to."
            : method.IsGenericMethod ? "it is generic. Write it for one type."
            : method.Parameters.Any(static p => p.RefKind != RefKind.None) ? "it takes a parameter by reference. Take it by value."
            : method.Name == controller.Name || !SyntaxFacts.IsValidIdentifier(method.Name) ? "it has no name of its own."
            : method is { IsAsync: true, ReturnsVoid: true } ? "it is async void, so nobody sees it end. Return Task<IResult>."
            : method.ReturnType.IsRefLikeType ? "it returns a ref struct. Return IResult."
            : null;
        if (problem is not null)
            Report(ControllerRules.IllShapedAction, method, method.Name, problem);
        return problem is null;
    }

    private ActionModel Action(IMethodSymbol method, BindingParser binding, ViewFinder views)
    {
        var awaited = method.ReturnType.Awaited();
        var isTask = awaited is not null || method.ReturnType.IsPlainTask();
        var result = awaited ?? (isTask || method.ReturnsVoid ? null : method.ReturnType);
        var kind = result switch
        {
            null => "none",
            _ when result.IsResult() => "result",
            _ when result.IsWeb("Html") => "html",
            _ when IsOutcome(result) => "outcome",
            _ => "json",
        };
        var arguments = method.Parameters.Select(binding.Argument).Where(static a => a is not null).Select(static a => a!).ToList();
        var produces = kind switch
        {
            "json" => [Produces(result!, "application/json")],
            "html" => [Produces(null, "text/html")],
            "result" => views.Produced(method.Name).Select(static p => Produces(p.Type, p.ContentType)).ToList(),
            _ => new List<string>(),
        };
        return new(
            method.Name,
            kind,
            isTask,
            method.ReturnType.Name == "ValueTask",
            arguments.ToEquatableArray(),
            AttributeCode.Of(method).ToEquatableArray(),
            MethodInfo(method),
            produces.ToEquatableArray(),
            $"<c>{controller.Name}.{method.Name}</c>");
    }

    /// <summary>A <c>Result&lt;T&gt;</c> of Zhar, or one of its cases.</summary>
    private static bool IsOutcome(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t.IsNamed("Zhar", "Result", 1))
                return true;
        }

        return false;
    }

    private static string Produces(ITypeSymbol? type, string contentType) =>
        $"new global::Microsoft.AspNetCore.Http.ProducesResponseTypeMetadata(200, {(type is null ? "null" : $"typeof({Code.Plain(type)})")}, [{Code.Text(contentType)}])";

    private static string MethodInfo(IMethodSymbol method) =>
        $"typeof({Code.Plain(method.ContainingType)}).GetMethod({Code.Text(method.Name)}, global::System.Reflection.BindingFlags.Public | global::System.Reflection.BindingFlags.Instance, [{string.Join(", ", method.Parameters.Select(static p => $"typeof({Code.Plain(p.Type)})"))}])!";

    // ---- plugs -------------------------------------------------------------------------------------------------------

    private List<PlugModel> Plugs(List<IMethodSymbol> actions)
    {
        var names = actions.Select(static a => a.Name).Distinct().ToList();
        var plugs = new List<PlugModel>();
        foreach (var level in controller.ControllerChain().Reverse())
        {
            foreach (var attribute in level.GetAttributes())
            {
                if (attribute.AttributeClass.IsWeb("PlugAttribute", 1))
                    plugs.Add(PlugOf(attribute, Guarded(attribute, names)));
                else if (attribute.AttributeClass.IsWeb("ScrubParamsAttribute") && attribute.ConstructorArguments.Length == 1)
                    plugs.Add(new($"new global::Zhar.Web.ScrubParamsPlug({Code.Constant(attribute.ConstructorArguments[0])})", null, "task", Guarded(attribute, names).ToEquatableArray()));
            }

            foreach (var method in level.GetMembers().OfType<IMethodSymbol>())
            {
                if (method.WebAttribute("Plug") is { } attribute && CheckPlug(method))
                    plugs.Add(new(null, $"controller.{Code.Identifier(method.Name)}({(method.Parameters.Length == 1 ? "conn" : "")})", Returns(method), Guarded(attribute, names).ToEquatableArray()));
            }
        }

        foreach (var action in actions)
        {
            foreach (var attribute in action.GetAttributes())
            {
                if (attribute.AttributeClass.IsWeb("PlugAttribute", 1))
                    plugs.Add(PlugOf(attribute, [action.Name]));
                else if (attribute.AttributeClass.IsWeb("ScrubParamsAttribute") && attribute.ConstructorArguments.Length == 1)
                    plugs.Add(new($"new global::Zhar.Web.ScrubParamsPlug({Code.Constant(attribute.ConstructorArguments[0])})", null, "task", new[] { action.Name }.ToEquatableArray()));
            }
        }

        return plugs;
    }

    /// <summary>The methods <c>static void Plugs(PlugBuilder p, string action)</c>, that of a base class first, as calls.</summary>
    private List<string> PlugLists()
    {
        var calls = new List<string>();
        foreach (var method in controller.ControllerChain().Reverse().SelectMany(static t => t.GetMembers("Plugs").OfType<IMethodSymbol>()))
        {
            var fits = method is { IsStatic: true, IsGenericMethod: false, ReturnsVoid: true, IsAsync: false, Parameters.Length: 1 or 2 } && method.Parameters[0].Type.IsWeb("PlugBuilder") &&
                       (method.Parameters.Length == 1 || method.Parameters[1].Type.SpecialType == SpecialType.System_String) &&
                       !(method.DeclaredAccessibility == Accessibility.Private && !SymbolEqualityComparer.Default.Equals(method.ContainingType, controller));
            if (fits)
                calls.Add($"{Code.Plain(method.ContainingType)}.Plugs(p{(method.Parameters.Length == 2 ? ", {0}" : "")})");
            else if (method.Parameters.Any(static p => p.Type.IsWeb("PlugBuilder")))
                Report(ControllerRules.IllShapedController, method, controller.Name, "its method 'Plugs' has to look like: private static void Plugs(PlugBuilder p, string action). In a base class, make it protected.");
        }

        return calls;
    }

    /// <summary>A plug that is made once with the arguments of its attribute, or for each request when its constructor takes services behind them.</summary>
    private PlugModel PlugOf(AttributeData attribute, IEnumerable<string> actions)
    {
        var type = (INamedTypeSymbol)attribute.AttributeClass!.TypeArguments[0];
        var arguments = attribute.ConstructorArguments.Where(static a => a is { Kind: TypedConstantKind.Array, IsNull: false }).SelectMany(static a => a.Values).Select(Code.Constant).ToList();
        var constructor = Constructor(type);
        if (constructor is null || constructor.Parameters.Length < arguments.Count || type.IsAbstract)
        {
            Report(ControllerRules.IllShapedController, attribute.ApplicationSyntaxReference, controller.Name, $"its plug '{type.Name}' cannot be made: it has to have one public constructor, with parameters for the {arguments.Count} arguments given here, then services.");
            return new(null, null, "void", actions.ToEquatableArray());
        }

        var rest = constructor.Parameters.Skip(arguments.Count).ToList();
        var services = rest.Any(static p => !p.HasExplicitDefaultValue || p.Type.TypeKind == TypeKind.Interface) ? rest.Select(BindingParser.ServiceOf).ToList() : [];
        var made = $"new {Code.Plain(type)}({string.Join(", ", arguments.Concat(services))})";
        return services.Count == 0
            ? new(made, null, "task", actions.ToEquatableArray())
            : new(null, $"((global::Zhar.Web.IPlug){made}).Call(conn)", "task", actions.ToEquatableArray());
    }

    private IEnumerable<string> Guarded(AttributeData attribute, List<string> names)
    {
        var only = attribute.NamedList("Only");
        var except = attribute.NamedList("Except");
        foreach (var unknown in (only ?? []).Concat(except ?? []).Where(n => !names.Contains(n)))
            Report(ControllerRules.UnknownAction, attribute.ApplicationSyntaxReference, controller.Name, unknown, names.Count == 0 ? "none" : string.Join(", ", names));
        return names.Where(n => (only is null || only.Contains(n)) && (except is null || !except.Contains(n)));
    }

    private bool CheckPlug(IMethodSymbol method)
    {
        var fits = method is { IsStatic: false, IsGenericMethod: false } && (method.Parameters.Length == 0 || (method.Parameters.Length == 1 && method.Parameters[0].Type.IsConn())) && Returns(method).Length > 0 &&
                   !(method.DeclaredAccessibility == Accessibility.Private && !SymbolEqualityComparer.Default.Equals(method.ContainingType, controller));
        if (!fits)
            Report(ControllerRules.IllShapedController, method, controller.Name, $"its plug '{method.Name}' has to look like: private async Task<IResult?> {method.Name}(Conn conn), or return void, Task or ValueTask. In a base class, make it protected.");
        return fits;
    }

    private static string Returns(IMethodSymbol method) =>
        method is { ReturnsVoid: true, IsAsync: false } ? "void"
        : method.ReturnType.IsPlainTask() ? "task"
        : method.ReturnType.Awaited() is { } inner ? inner.IsResult() ? "taskOfResult" : ""
        : method.ReturnType.IsResult() ? "result"
        : "";

    private string? Fallback()
    {
        var attribute = controller.ControllerChain().Select(static t => t.WebAttribute("ActionFallback", 1)).FirstOrDefault(static a => a is not null);
        if (attribute?.AttributeClass?.TypeArguments[0] is not INamedTypeSymbol type)
            return null;
        if (Constructor(type) is { } constructor && !type.IsAbstract)
            return Construction(type, constructor);
        Report(ControllerRules.IllShapedController, attribute.ApplicationSyntaxReference, controller.Name, $"its fallback '{type.Name}' cannot be made: it is abstract, or does not have exactly one public constructor.");
        return null;
    }

    // ---- reports -----------------------------------------------------------------------------------------------------

    private static IEnumerable<INamedTypeSymbol> Outer(INamedTypeSymbol type)
    {
        for (var t = type.ContainingType; t is not null; t = t.ContainingType)
            yield return t;
    }

    private void Report(DiagnosticDescriptor rule, ISymbol at, params object[] arguments)
    {
        _failed = true;
        var location = at.Locations.FirstOrDefault(l => l.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree)) ?? controller.Locations.FirstOrDefault();
        report?.Invoke(Diagnostic.Create(rule, location, arguments));
    }

    private void Report(DiagnosticDescriptor rule, SyntaxReference? at, params object[] arguments)
    {
        _failed = true;
        var location = at is not null && compilation.ContainsSyntaxTree(at.SyntaxTree) ? Location.Create(at.SyntaxTree, at.Span) : controller.Locations.FirstOrDefault();
        report?.Invoke(Diagnostic.Create(rule, location, arguments));
    }
}
