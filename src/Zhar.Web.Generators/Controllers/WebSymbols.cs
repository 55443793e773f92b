using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators.Controllers;

/// <summary>Recognises the types of Zhar.Web and of ASP.NET Core by name, which needs no lookup in the compilation.</summary>
internal static class WebSymbols
{
    public static bool IsNamed(this ITypeSymbol? type, string space, string name, int arity = 0) =>
        type is INamedTypeSymbol named && named.Name == name && named.Arity == arity && named.ContainingType is null && named.ContainingNamespace.ToDisplayString() == space;

    public static bool IsWeb(this ITypeSymbol? type, string name, int arity = 0) => type.IsNamed("Zhar.Web", name, arity);

    public static bool DerivesFromWeb(this ITypeSymbol? type, string name)
    {
        for (var b = type?.BaseType; b is not null; b = b.BaseType)
        {
            if (b.IsWeb(name))
                return true;
        }

        return false;
    }

    public static bool IsController(this ITypeSymbol? type) => type is { TypeKind: TypeKind.Class } && type.DerivesFromWeb("Controller");

    public static bool IsConn(this ITypeSymbol? type) => type.IsNamed("Microsoft.AspNetCore.Http", "HttpContext");

    public static bool IsResult(this ITypeSymbol? type) =>
        type is not null && (IsResultItself(type) || type.AllInterfaces.Any(static i => IsResultItself(i)));

    /// <summary>What a task gives: of <c>Task&lt;T&gt;</c> and <c>ValueTask&lt;T&gt;</c> the <c>T</c>, else <c>null</c>.</summary>
    public static ITypeSymbol? Awaited(this ITypeSymbol type) =>
        type.IsNamed("System.Threading.Tasks", "Task", 1) || type.IsNamed("System.Threading.Tasks", "ValueTask", 1) ? ((INamedTypeSymbol)type).TypeArguments[0] : null;

    public static bool IsPlainTask(this ITypeSymbol type) => type.IsNamed("System.Threading.Tasks", "Task") || type.IsNamed("System.Threading.Tasks", "ValueTask");

    /// <summary>The class and the classes that it derives from, up to <c>Controller</c>.</summary>
    public static IEnumerable<INamedTypeSymbol> ControllerChain(this INamedTypeSymbol controller)
    {
        for (INamedTypeSymbol? t = controller; t is not null && !t.IsWeb("Controller"); t = t.BaseType)
            yield return t;
    }

    /// <summary>The actions: public methods of the controller and its own bases, the most derived of an overridden one.</summary>
    public static List<IMethodSymbol> ActionMethods(this INamedTypeSymbol controller)
    {
        var found = new List<IMethodSymbol>();
        foreach (var level in controller.ControllerChain())
        {
            foreach (var method in level.GetMembers().OfType<IMethodSymbol>().Where(IsAction))
            {
                if (!found.Any(m => Overrides(m, method)))
                    found.Add(method);
            }
        }

        return found;
    }

    public static AttributeData? WebAttribute(this ISymbol symbol, string name, int arity = 0) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass.IsWeb(name + "Attribute", arity));

    public static T? Named<T>(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name) is { Key: not null } found && found.Value.Kind != TypedConstantKind.Array ? (T?)found.Value.Value : default;

    public static List<string>? NamedList(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name) is { Key: not null } found && found.Value is { Kind: TypedConstantKind.Array, IsNull: false }
            ? [.. found.Value.Values.Select(static v => v.Value as string ?? "")]
            : null;

    private static bool IsResultItself(ITypeSymbol type) => type.IsNamed("Microsoft.AspNetCore.Http", "IResult");

    private static bool IsAction(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsAbstract: false } &&
        method.Name is not ("Dispose" or "DisposeAsync") && OverridesNothingOfOthers(method) && method.WebAttribute("NoAction") is null && method.WebAttribute("Plug") is null &&
        !method.Parameters.Any(static p => p.Type.IsWeb("Failure")); // the method of a fallback

    /// <summary>Not <c>ToString</c> and the like, whose first declaration is above the controllers.</summary>
    private static bool OverridesNothingOfOthers(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } above)
            method = above;
        return method.ContainingType.IsController();
    }

    private static bool Overrides(IMethodSymbol derived, IMethodSymbol method)
    {
        for (var m = derived; m is not null; m = m.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(m, method))
                return true;
        }

        return false;
    }
}
