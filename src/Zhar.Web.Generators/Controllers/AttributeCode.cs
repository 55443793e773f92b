using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators.Controllers;

/// <summary>Attributes of controllers and actions as expressions: they become metadata of the endpoint, without reflection.</summary>
internal static class AttributeCode
{
    public static IEnumerable<string> Of(ISymbol symbol) => symbol.GetAttributes().Where(IsMetadata).Select(Write);

    private static bool IsMetadata(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type || type is IErrorTypeSymbol || attribute.AttributeConstructor is null)
            return false;
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
                return false;
        }

        var space = type.ContainingNamespace.ToDisplayString();
        return space is not "Zhar.Web" and not "System" && !space.StartsWith("System.Runtime", StringComparison.Ordinal) && !space.StartsWith("System.Diagnostics", StringComparison.Ordinal);
    }

    private static string Write(AttributeData attribute)
    {
        var arguments = string.Join(", ", attribute.ConstructorArguments.Select(Code.Constant));
        var named = string.Join(", ", attribute.NamedArguments.Select(static a => $"{Code.Identifier(a.Key)} = {Code.Constant(a.Value)}"));
        return $"new {Code.Plain(attribute.AttributeClass!)}({arguments}){(named.Length > 0 ? $" {{ {named} }}" : "")}";
    }
}
