using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Data.Generators;

/// <summary>Which <c>FieldType</c> a property has.</summary>
internal static class FieldTypes
{
    private const string FieldType = "global::Zhar.Data.FieldType.";

    /// <summary>The expression that makes the type, or <c>null</c> when there is none for it.</summary>
    public static string? Code(ITypeSymbol type, ISymbol? property)
    {
        if (property?.Attribute("FieldType") is { } custom)
            return Custom(custom);
        type = type.WithoutNullable();
        if (Simple(type, property) is { } simple)
            return FieldType + simple;
        if (type.TypeKind == TypeKind.Enum)
            return Enum((INamedTypeSymbol)type, property);
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return List(type, array.ElementType, "items.ToArray()");
        if (type is not INamedTypeSymbol { IsGenericType: true } named)
            return null;

        var item = named.TypeArguments[named.TypeArguments.Length - 1];
        return named.OriginalDefinition.ToDisplayString() switch
        {
            "System.Collections.Generic.List<T>" or "System.Collections.Generic.IReadOnlyList<T>" or "System.Collections.Generic.IList<T>" or
            "System.Collections.Generic.IReadOnlyCollection<T>" or "System.Collections.Generic.IEnumerable<T>" or "System.Collections.Generic.ICollection<T>" => List(type, item, "items"),
            "System.Collections.Immutable.ImmutableArray<T>" => List(type, item, Immutable("ImmutableArray")),
            "System.Collections.Immutable.ImmutableList<T>" or "System.Collections.Immutable.IImmutableList<T>" => List(type, item, Immutable("ImmutableList")),
            "System.Collections.Generic.Dictionary<TKey, TValue>" or "System.Collections.Generic.IReadOnlyDictionary<TKey, TValue>" or
            "System.Collections.Generic.IDictionary<TKey, TValue>" when IsText(named) => Map(type, item, "items"),
            "System.Collections.Immutable.ImmutableDictionary<TKey, TValue>" or "System.Collections.Immutable.IImmutableDictionary<TKey, TValue>" when IsText(named) => Map(type, item, Immutable("ImmutableDictionary")),
            _ => null,
        };
    }

    /// <summary>How to make a property's list from a <c>List</c> named items, and its element; <c>null</c> when the type is no list.</summary>
    public static (ITypeSymbol Element, string Make)? ListOf(ITypeSymbol type)
    {
        type = type.WithoutNullable();
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return (array.ElementType, "items.ToArray()");
        return type is not INamedTypeSymbol { IsGenericType: true } named ? null : named.OriginalDefinition.ToDisplayString() switch
        {
            "System.Collections.Generic.List<T>" or "System.Collections.Generic.IReadOnlyList<T>" or "System.Collections.Generic.IList<T>" or
            "System.Collections.Generic.IReadOnlyCollection<T>" or "System.Collections.Generic.IEnumerable<T>" or "System.Collections.Generic.ICollection<T>" => (named.TypeArguments[0], "items"),
            "System.Collections.Immutable.ImmutableArray<T>" => (named.TypeArguments[0], Immutable("ImmutableArray")),
            "System.Collections.Immutable.ImmutableList<T>" or "System.Collections.Immutable.IImmutableList<T>" => (named.TypeArguments[0], Immutable("ImmutableList")),
            _ => null,
        };
    }

    /// <summary>The dialect's method that reads a built-in type without boxing, and what to do with its result.</summary>
    public static (string Reader, string Suffix)? Reader(ITypeSymbol type, ISymbol property)
    {
        if (property.Has("FieldType"))
            return null;
        return Simple(type.WithoutNullable(), property) switch
        {
            "Boolean" => ("ReadBoolean", ""),
            "Int16" => ("ReadInt16", ""),
            "Int32" => ("ReadInt32", ""),
            "Int64" => ("ReadInt64", ""),
            "Single" => ("ReadSingle", ""),
            "Double" => ("ReadDouble", ""),
            "Decimal" => ("ReadDecimal", ""),
            "String" => ("ReadString", ""),
            "Binary" => ("ReadBinary", ""),
            "Guid" => ("ReadGuid", ""),
            "Date" => ("ReadDate", ""),
            "Time" => ("ReadTime", ""),
            "NaiveDateTime" => ("ReadDateTime", ""),
            "DateTime" => ("ReadDateTimeUtc", ""),
            "Duration" => ("ReadInterval", ""),
            _ => null,
        };
    }

    private static string? Simple(ITypeSymbol type, ISymbol? property) => type.SpecialType switch
    {
        SpecialType.System_Boolean => "Boolean",
        SpecialType.System_Int16 => "Int16",
        SpecialType.System_Int32 => "Int32",
        SpecialType.System_Int64 => "Int64",
        SpecialType.System_Single => "Single",
        SpecialType.System_Double => "Double",
        SpecialType.System_Decimal => "Decimal",
        SpecialType.System_String => "String",
        SpecialType.System_DateTime => property?.Has("Naive") == true ? "NaiveDateTime" : "DateTime",
        _ when type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => "Binary",
        _ when type.Is("System.Guid") => "Guid",
        _ when type.Is("System.DateOnly") => "Date",
        _ when type.Is("System.TimeOnly") => "Time",
        _ when type.Is("System.DateTimeOffset") => "DateTimeOffset",
        _ when type.Is("System.TimeSpan") => "Duration",
        _ when type.Is("System.Collections.BitArray") => "Bits",
        _ when type.Is("System.Text.Json.JsonElement") => "Json",
        _ when type.ContainingNamespace?.ToDisplayString() == "System.Text.Json.Nodes" && type.Name is "JsonNode" or "JsonObject" or "JsonArray" => $"JsonOf<{type.FullName()}>()",
        _ => null,
    };

    private static string Enum(INamedTypeSymbol type, ISymbol? property)
    {
        var storage = (property?.Attribute("StoredAs") ?? type.Attribute("StoredAs")).EnumMember(0) ?? "Text";
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).Select(f =>
            $"({type.FullName()}.{SyntaxName(f.Name)}, {Known.Text(f.Attribute("EnumValue").Argument(0) as string ?? Snake(f.Name))}, unchecked((long){f.ConstantValue}))");
        return $"new global::Zhar.Data.EnumType<{type.FullName()}>(global::Zhar.Data.EnumStorage.{storage}, {string.Join(", ", members)})";
    }

    private static string? Custom(AttributeData attribute)
    {
        if (attribute.Argument(0) is not INamedTypeSymbol type)
            return null;
        var arguments = attribute.ConstructorArguments.Length < 2 || attribute.ConstructorArguments[1].IsNull ? [] : attribute.ConstructorArguments[1].Values.Select(v => v.ToCSharpString());
        return $"new {type.FullName()}({string.Join(", ", arguments)})";
    }

    private static string? List(ITypeSymbol type, ITypeSymbol item, string make) => Code(item, null) is { } element
        ? $"new global::Zhar.Data.ListType<{type.FullName()}, {item.FullName()}>({element}, static items => {make})"
        : null;

    private static string? Map(ITypeSymbol type, ITypeSymbol item, string make) => Code(item, null) is { } element
        ? $"new global::Zhar.Data.MapType<{type.FullName()}, {item.FullName()}>({element}, static items => {make})"
        : null;

    private static string Immutable(string type) => type == "ImmutableDictionary"
        ? "global::System.Collections.Immutable.ImmutableDictionary.ToImmutableDictionary(items)"
        : $"global::System.Collections.Immutable.{type}.To{type}(items)";

    private static bool IsText(INamedTypeSymbol map) => map.TypeArguments[0].SpecialType == SpecialType.System_String;

    private static string SyntaxName(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string Snake(string name)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
