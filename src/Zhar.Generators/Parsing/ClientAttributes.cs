using Microsoft.CodeAnalysis;

namespace Zhar.Generators.Parsing;

/// <summary>Writes the attributes of a handler's parameter for the client's.</summary>
internal static class ClientAttributes
{
    /// <summary>What a method promises about its parameter when it returns; a client returns before its server has seen the argument.</summary>
    private static readonly string[] Promises = ["NotNullAttribute", "NotNullWhenAttribute", "NotNullIfNotNullAttribute", "MaybeNullAttribute", "MaybeNullWhenAttribute", "DoesNotReturnIfAttribute"];

    /// <summary>Whether the attribute tells callers something. Those of the compiler and of interop come with the type and the default value, which are written anyway.</summary>
    public static bool Concern(INamedTypeSymbol attribute) => attribute.TypeKind != TypeKind.Error && attribute.ContainingNamespace.ToDisplayString() switch
    {
        "System.Runtime.CompilerServices" => attribute.Name.StartsWith("Caller", StringComparison.Ordinal),
        "System.Runtime.InteropServices" => false,
        "System.Diagnostics.CodeAnalysis" => !Promises.Contains(attribute.Name),
        "System" => attribute.Name != "ParamArrayAttribute",
        "Zhar" => attribute.Name != "TransferAttribute",
        _ => true,
    };

    /// <summary>The attribute as code, with a space behind it.</summary>
    public static string Write(AttributeData attribute, INamedTypeSymbol type)
    {
        var arguments = attribute.ConstructorArguments.Select(Write)
            .Concat(attribute.NamedArguments.Select(a => $"{Literals.Identifier(a.Key)} = {Write(a.Value)}"));
        return $"[{Name(type)}({string.Join(", ", arguments)})] ";
    }

    private static string Write(TypedConstant constant) => constant switch
    {
        { IsNull: true } => constant.Type is null ? "null" : $"({Name(constant.Type)})null!",
        { Kind: TypedConstantKind.Array, Type: IArrayTypeSymbol array } =>
            $"new {Name(array.ElementType)}[] {{ {string.Join(", ", constant.Values.Select(Write))} }}",
        { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol { IsUnboundGenericType: true } open } => $"typeof({Name(open)})",
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => $"typeof({Name(type)})",
        { Value: { } value, Type: { } type } => $"({Name(type)})({Literals.Write(value)})",
        _ => "default",
    };

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
