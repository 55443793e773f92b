using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Web.Generators.Controllers;

/// <summary>Writes names, types and constants as code that means the same in any file.</summary>
internal static class Code
{
    public static readonly SymbolDisplayFormat Format =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Of(ITypeSymbol type) => type.ToDisplayString(Format);

    /// <summary>The type without the question mark of a reference, as in typeof and in a cast that is followed by one.</summary>
    public static string Plain(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name is "await" or "field" ? "@" + name : name;

    /// <summary><c>UserId</c> and <c>userId</c> as a key of params: <c>user_id</c>.</summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && text[text.Length - 1] != '_')
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary><c>user-settings</c> and <c>user_id</c> as a name of C#: <c>UserSettings</c>; an underscore before a digit.</summary>
    public static string Pascal(string text)
    {
        var name = new StringBuilder();
        var upper = true;
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                upper = true;
                continue;
            }

            name.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return name.Length == 0 ? "" : char.IsDigit(name[0]) ? "_" + name : name.ToString();
    }

    public static string Camel(string text) => Pascal(text) is { Length: > 0 } pascal ? char.ToLowerInvariant(pascal[0]) + pascal.Substring(1) : "";

    /// <summary>The default of a parameter, or <c>null</c> when it has none.</summary>
    public static string? Default(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
            return null;
        if (parameter.ExplicitDefaultValue is not { } value)
            return parameter.Type is { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.Annotated } ? "default!" : "default";
        return Constant(value, WithoutNullable(parameter.Type));
    }

    public static ITypeSymbol WithoutNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    public static bool IsNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } || type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated };

    public static string Constant(TypedConstant constant) => constant switch
    {
        { IsNull: true } => "null",
        { Kind: TypedConstantKind.Array } => $"new {Of(constant.Type!)} {{ {string.Join(", ", constant.Values.Select(Constant))} }}",
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => $"typeof({TypeOf(type)})",
        { Value: { } value } => Constant(value, constant.Type!),
        _ => "default",
    };

    private static string TypeOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsUnboundGenericType: true } open ? open.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : Plain(type);

    private static string Constant(object value, ITypeSymbol type)
    {
        var text = value switch
        {
            bool b => b ? "true" : "false",
            string s => Text(s),
            char c => SymbolDisplay.FormatLiteral(c, quote: true),
            double d when double.IsNaN(d) => "double.NaN",
            double d when double.IsInfinity(d) => d > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
            double d => d.ToString("R", CultureInfo.InvariantCulture) + "D",
            float f when float.IsNaN(f) => "float.NaN",
            float f when float.IsInfinity(f) => f > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
            float f => f.ToString("R", CultureInfo.InvariantCulture) + "F",
            decimal m => m.ToString(CultureInfo.InvariantCulture) + "M",
            long l => l.ToString(CultureInfo.InvariantCulture) + "L",
            ulong l => l.ToString(CultureInfo.InvariantCulture) + "UL",
            uint u => u.ToString(CultureInfo.InvariantCulture) + "U",
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        return type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
            ? $"({Plain(type)})({text})"
            : text;
    }
}
