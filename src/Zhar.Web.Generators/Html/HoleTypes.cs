using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators;

/// <summary>The types that a hole may have.</summary>
internal sealed class HoleTypes(Compilation compilation)
{
    private readonly INamedTypeSymbol? _attrs = compilation.GetTypeByMetadataName("Zhar.Web.Attrs");
    private readonly INamedTypeSymbol? _script = compilation.GetTypeByMetadataName("Zhar.Web.ScriptText");
    private readonly INamedTypeSymbol? _css = compilation.GetTypeByMetadataName("Zhar.Web.CssText");
    private readonly INamedTypeSymbol? _url = compilation.GetTypeByMetadataName("Zhar.Web.TrustedUrl");
    private readonly INamedTypeSymbol? _htmlText = compilation.GetTypeByMetadataName("Zhar.Web.IHtmlText");
    private readonly INamedTypeSymbol? _formattable = compilation.GetTypeByMetadataName("System.IFormattable");
    private readonly INamedTypeSymbol? _enumerable = compilation.GetTypeByMetadataName("System.Collections.Generic.IEnumerable`1");

    /// <summary>The type that templates have.</summary>
    public INamedTypeSymbol? Html { get; } = compilation.GetTypeByMetadataName("Zhar.Web.Html");

    public bool IsHtml(ITypeSymbol type) => Same(type, Html);

    public bool IsAttrs(ITypeSymbol type) => Same(type, _attrs);

    /// <summary>Why a value of this type may not stand in a place of this kind; <c>null</c> when it may, or only the running program knows.</summary>
    public string? Objection(ITypeSymbol type, ScannedHole hole)
    {
        type = Unwrapped(type);
        if (type.SpecialType == SpecialType.System_Object || type.TypeKind is TypeKind.Dynamic or TypeKind.Error or TypeKind.TypeParameter)
            return null;
        if (hole.Context == HoleContext.Attributes)
            return IsAttrs(type) ? null : "between attributes stand Attrs: Attrs.Of((\"name\", value)). A value stands in quotes: name=\"{value}\".";
        if (IsAttrs(type))
            return "attributes stand in the tag itself: <div {rest}>.";
        return hole.Context switch
        {
            HoleContext.Script or HoleContext.ScriptAttribute when !IsNumber(type) && !Same(type, _script) =>
                "this is JavaScript. Write data with Html.Json(value, typeInfo), and code that you vouch for with Html.TrustedScript(code).",
            HoleContext.Style or HoleContext.StyleAttribute when !IsNumber(type) && !Same(type, _css) =>
                "this is CSS, where only numbers are safe. Choose a class, or vouch for it with Html.TrustedCss(css).",
            HoleContext.MarkupAttribute when !IsHtml(type) => "srcdoc is a document of its own. Give it Html, which is escaped as a whole.",
            HoleContext.Url or HoleContext.UrlList when IsHtml(type) => "a URL is checked as a whole, so it is a string. Choose it before the template.",
            _ => null,
        };
    }

    /// <summary>Whether a hole can be given a value of this type at all.</summary>
    public bool HasText(ITypeSymbol type)
    {
        type = Unwrapped(type);
        return type.SpecialType is SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Object or SpecialType.System_Char
            || type.TypeKind is TypeKind.Dynamic or TypeKind.Error or TypeKind.TypeParameter or TypeKind.Enum
            || IsHtml(type) || IsAttrs(type) || Same(type, _script) || Same(type, _css) || Same(type, _url)
            || Implements(type, _htmlText) || Implements(type, _formattable) || IsWords(type)
            // What an interface value is, the running program knows; it has to be none that is known here.
            || (type.TypeKind == TypeKind.Interface && !IsSequence(type));
    }

    public bool IsWords(ITypeSymbol type) => type.SpecialType != SpecialType.System_String && Sequence(Unwrapped(type)) is { SpecialType: SpecialType.System_String };

    public bool IsSequence(ITypeSymbol type) => type.SpecialType != SpecialType.System_String && Sequence(Unwrapped(type)) is not null;

    private ITypeSymbol? Sequence(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol named && Same(named.OriginalDefinition, _enumerable))
            return named.TypeArguments[0];
        return type.AllInterfaces.FirstOrDefault(i => Same(i.OriginalDefinition, _enumerable))?.TypeArguments[0];
    }

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is
        SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 or
        SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal;

    private static ITypeSymbol Unwrapped(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private static bool Implements(ITypeSymbol type, INamedTypeSymbol? contract) =>
        contract is not null && (Same(type, contract) || type.AllInterfaces.Any(i => Same(i, contract)));

    private static bool Same(ITypeSymbol? left, ITypeSymbol? right) => right is not null && SymbolEqualityComparer.Default.Equals(left, right);
}
