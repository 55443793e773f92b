using Microsoft.CodeAnalysis;

namespace Zhar.Generators.Parsing;

/// <summary>Recognises the runtime's types by name, which needs no lookup in the compilation.</summary>
internal static class Known
{
    public static bool IsZhar(this ITypeSymbol? type, string name, int arity = 0) =>
        type is INamedTypeSymbol named && named.Name == name && named.Arity == arity && named.ContainingType is null && named.ContainingNamespace.IsNamed("Zhar");

    public static bool IsNamed(this INamespaceSymbol? space, params string[] path)
    {
        for (var i = path.Length - 1; i >= 0; i--, space = space.ContainingNamespace)
        {
            if (space is null || space.Name != path[i])
                return false;
        }

        return space is { IsGlobalNamespace: true };
    }

    public static bool IsTask(this ITypeSymbol? type, string name, int arity) =>
        type is INamedTypeSymbol named && named.Name == name && named.Arity == arity && named.ContainingNamespace.IsNamed("System", "Threading", "Tasks");

    /// <summary>The <c>GenServer&lt;TState&gt;</c> that <paramref name="type"/> derives from, or <c>null</c>.</summary>
    public static INamedTypeSymbol? ServerBase(this ITypeSymbol? type)
    {
        for (var b = type?.BaseType; b is not null; b = b.BaseType)
        {
            if (b.IsZhar("GenServer", 1))
                return b;
        }

        return null;
    }

    public static bool DerivesFrom(this ITypeSymbol? type, string name)
    {
        for (var b = type?.BaseType; b is not null; b = b.BaseType)
        {
            if (b.IsZhar(name))
                return true;
        }

        return false;
    }

    /// <summary>The server and its user-written bases, the server first.</summary>
    public static IEnumerable<INamedTypeSymbol> ServerChain(this INamedTypeSymbol server)
    {
        for (INamedTypeSymbol? t = server; t is not null && !t.IsZhar("GenServer", 1); t = t.BaseType)
            yield return t;
    }

    public static AttributeData? Attribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.IsZhar(name + "Attribute"))
                return attribute;
        }

        return null;
    }

    /// <summary>Whether the method is a handler: it has one of the five attributes, or overrides a method that has.</summary>
    public static bool IsHandler(this IMethodSymbol method)
    {
        for (IMethodSymbol? m = method; m is not null; m = m.OverriddenMethod)
        {
            foreach (var name in HandlerAttributes)
            {
                if (m.Attribute(name) is not null)
                    return true;
            }
        }

        return false;
    }

    public static readonly string[] HandlerAttributes = ["Call", "Cast", "Info", "Continue", "Tick"];
}
