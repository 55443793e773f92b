using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Zhar.Generators.Parsing;

/// <summary>Tells whether an operation runs inside a server, on the server's own turn.</summary>
internal static class ServerCode
{
    /// <summary>The server class whose instance method contains this operation; <c>null</c> inside a lambda, which may run anywhere.</summary>
    public static INamedTypeSymbol? Server(IOperation operation, ISymbol containing)
    {
        for (var o = operation; o is not null; o = o.Parent)
        {
            if (o is IAnonymousFunctionOperation)
                return null;
        }

        return Server(containing);
    }

    /// <summary>The server class that <paramref name="member"/> is an instance member of.</summary>
    public static INamedTypeSymbol? Server(ISymbol member)
    {
        while (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
            member = member.ContainingSymbol;
        return !member.IsStatic && member.ContainingType is { } type && type.ServerBase() is not null ? type : null;
    }

    /// <summary>Whether <paramref name="type"/>, or a type around it, derives from a class of the runtime: code that lives in a process or sets one up.</summary>
    public static bool IsApplicationType(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            for (var b = type.BaseType; b is not null; b = b.BaseType)
            {
                if (b.ContainingNamespace.IsNamed("Zhar"))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the type belongs to the base library or another part of the platform.</summary>
    public static bool IsPlatform(ISymbol symbol)
    {
        var space = symbol.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name is "System" or "Microsoft";
    }
}
