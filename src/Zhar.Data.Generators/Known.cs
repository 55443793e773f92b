using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Data.Generators;

/// <summary>Names of Zhar.Data, and questions to attributes.</summary>
internal static class Known
{
    public const string Schema = "Zhar.Data.SchemaAttribute";
    public const string EmbeddedSchema = "Zhar.Data.EmbeddedSchemaAttribute";

    public static readonly SymbolDisplayFormat Full =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass is { } c && c.Name == name + "Attribute" && c.ContainingNamespace.ToDisplayString() == "Zhar.Data");

    public static bool Has(this ISymbol symbol, string name) => symbol.Attribute(name) is not null;

    public static bool IsSchema(this ITypeSymbol type) => type.Has("Schema") || type.Has("EmbeddedSchema");

    public static T? Named<T>(this AttributeData? attribute, string name, T? otherwise = default) =>
        attribute is not null && attribute.NamedArguments.FirstOrDefault(a => a.Key == name) is { Key: not null } found
            ? (T?)found.Value.Value
            : otherwise;

    public static object? Argument(this AttributeData? attribute, int index) =>
        attribute is not null && attribute.ConstructorArguments.Length > index && attribute.ConstructorArguments[index].Kind != TypedConstantKind.Array
            ? attribute.ConstructorArguments[index].Value
            : null;

    /// <summary>The member of an enum argument, <c>Delete</c>.</summary>
    public static string? EnumMember(this AttributeData? attribute, int index)
    {
        if (attribute is null || attribute.ConstructorArguments.Length <= index || attribute.ConstructorArguments[index] is not { Kind: TypedConstantKind.Enum } constant)
            return null;
        return constant.Type!.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, constant.Value))?.Name;
    }

    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    public static string FullName(this ITypeSymbol type) => type.ToDisplayString(Full);

    public static bool Is(this ITypeSymbol type, string metadataName) => type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.None)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None)
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)) == metadataName;

    public static ITypeSymbol WithoutNullable(this ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
}
