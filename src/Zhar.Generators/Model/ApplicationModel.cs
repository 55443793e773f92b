using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Model;

/// <summary>A partial class derived from <c>ZharApplication</c>, to which the registration of the servers' clients is added.</summary>
internal sealed record ApplicationModel(string HintName, string? Namespace, EquatableArray<string> Headers, bool IsFriend)
{
    public static ApplicationModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        if (context.SemanticModel.GetDeclaredSymbol((ClassDeclarationSyntax)context.Node, cancellation) is not { IsAbstract: false } type ||
            !type.DerivesFrom("ZharApplication") || !ServerGenerator.IsFirst(type, context.Node) || type.GetMembers(Method).Length > 0)
            return null;

        // The runtime may be of a version without these members; then there is nothing to override.
        var hook = Hook(type);
        if (hook is null || context.SemanticModel.Compilation.GetTypeByMetadataName("Zhar.ServerRefExtensions") is null || !ServerParser.IsPartial(type))
            return null;
        return new ApplicationModel(
            ServerParser.HintName(type),
            type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(),
            ServerParser.Headers(type).ToEquatableArray(),
            hook.DeclaredAccessibility == Accessibility.ProtectedOrInternal && hook.ContainingAssembly.GivesAccessTo(type.ContainingAssembly));
    }

    public const string Method = "ConfigureServers";

    private static IMethodSymbol? Hook(INamedTypeSymbol type)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType)
        {
            if (b.GetMembers(Method).OfType<IMethodSymbol>().FirstOrDefault(m => m.IsVirtual || m.IsOverride || m.IsAbstract) is { } method)
                return method;
        }

        return null;
    }
}
