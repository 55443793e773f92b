using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators.Controllers;

/// <summary>The JSON contexts that the application wrote: classes that derive from <c>JsonSerializerContext</c> and list types.</summary>
internal static class JsonContexts
{
    private const string Space = "System.Text.Json.Serialization";

    /// <summary>All of them, by name, so that the order is the same in each build.</summary>
    public static List<INamedTypeSymbol> Find(Compilation compilation) =>
    [
        .. All(compilation.Assembly.GlobalNamespace)
            .Where(static t => t is { IsAbstract: false, IsGenericType: false } && t.BaseType.IsNamed(Space, "JsonSerializerContext") && Types(t).Any() && IsReachable(t))
            .OrderBy(static t => t.ToDisplayString(), StringComparer.Ordinal),
    ];

    /// <summary>The types that a context lists.</summary>
    public static IEnumerable<ITypeSymbol> Types(INamedTypeSymbol context) => context.GetAttributes()
        .Where(static a => a.AttributeClass.IsNamed(Space, "JsonSerializableAttribute") && a.ConstructorArguments.Length == 1)
        .Select(static a => a.ConstructorArguments[0].Value)
        .OfType<ITypeSymbol>();

    private static bool IsReachable(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal || t.IsFileLocal)
                return false;
        }

        return true;
    }

    private static IEnumerable<INamedTypeSymbol> All(INamespaceOrTypeSymbol space)
    {
        foreach (var member in space.GetMembers())
        {
            if (member is INamespaceSymbol inner)
            {
                foreach (var type in All(inner))
                    yield return type;
            }
            else if (member is INamedTypeSymbol type)
            {
                yield return type;
                foreach (var nested in All(type))
                    yield return nested;
            }
        }
    }
}
