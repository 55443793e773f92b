using Microsoft.CodeAnalysis;

namespace Zhar.Generators.Parsing;

/// <summary>Whether a client method may be as visible as its server: each type in its signature has to be visible there too.</summary>
internal static class Visibility
{
    /// <summary>The accessibility for a client method of <paramref name="server"/> with these types; <c>null</c> when <paramref name="hidden"/> forbids any.</summary>
    public static string? Of(INamedTypeSymbol server, IEnumerable<ITypeSymbol> types, out ITypeSymbol? hidden)
    {
        var access = "public";
        foreach (var type in types.SelectMany(Parts))
        {
            for (ITypeSymbol? level = type; level is not null; level = level.ContainingType)
            {
                switch (level.DeclaredAccessibility)
                {
                    case Accessibility.Internal or Accessibility.ProtectedOrInternal:
                        if (!Chain(server).Any(s => s.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)))
                            access = "internal";
                        break;

                    case Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal:
                        if (!Chain(server).Any(s => s.DeclaredAccessibility is Accessibility.Private or Accessibility.ProtectedAndInternal or Accessibility.Protected && IsWithin(s.ContainingType, level.ContainingType)))
                        {
                            hidden = type;
                            return null;
                        }

                        break;
                }
            }
        }

        hidden = null;
        return access;
    }

    /// <summary>Whether code elsewhere in the assembly can name <paramref name="type"/>.</summary>
    public static bool IsInternalOrMore(INamedTypeSymbol type) =>
        Chain(type).All(t => t.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal);

    private static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
            yield return t;
    }

    private static bool IsWithin(INamedTypeSymbol? inner, INamedTypeSymbol? outer)
    {
        for (; inner is not null; inner = inner.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(inner.OriginalDefinition, outer?.OriginalDefinition))
                return true;
        }

        return false;
    }

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        IErrorTypeSymbol or ITypeParameterSymbol => [],
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Prepend(named),
        _ => [],
    };
}
