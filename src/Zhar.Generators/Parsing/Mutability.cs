using Microsoft.CodeAnalysis;

namespace Zhar.Generators.Parsing;

/// <summary>Finds what can be changed in a value after it was handed over.</summary>
internal static class Mutability
{
    private const int Deepest = 4;

    private static readonly HashSet<string> MutableTypes =
    [
        "List", "Dictionary", "HashSet", "Queue", "Stack", "LinkedList", "SortedList", "SortedDictionary", "SortedSet", "PriorityQueue", "OrderedDictionary",
        "ArrayList", "Hashtable", "BitArray", "Collection", "ObservableCollection", "StringBuilder", "MemoryStream",
        "ConcurrentDictionary", "ConcurrentQueue", "ConcurrentStack", "ConcurrentBag", "BlockingCollection",
        "IList", "ICollection", "IDictionary", "ISet", "Memory", "ArraySegment",
    ];

    /// <summary>Whether <paramref name="type"/> is an array or a collection that can be changed in place.</summary>
    public static bool IsMutableCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol || (ServerCode.IsPlatform(type) && MutableTypes.Contains(type.Name));

    /// <summary>Why a value of <paramref name="type"/> can change, as the end of a sentence; <c>null</c> when it cannot, or when that is unknown.</summary>
    public static string? WhyMutable(ITypeSymbol type) => WhyMutable(type, Deepest);

    private static string? WhyMutable(ITypeSymbol type, int depth)
    {
        if (depth == 0)
            return null;
        if (IsMutableCollection(type))
            return $"'{Show(type)}' can be changed in place";
        if (type is not INamedTypeSymbol named || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsZharType())
            return null;
        if (ServerCode.IsPlatform(type))
            return IsContainer(named) ? named.TypeArguments.Select(t => WhyMutable(t, depth - 1)).FirstOrDefault(w => w is not null) : null;

        foreach (var member in Members(named))
        {
            // A struct is copied into the message, so its own setters change the copy alone.
            if (type.TypeKind == TypeKind.Class && IsSettable(member))
                return $"'{Show(type)}.{member.Name}' can be set";
            if (MemberType(member) is { } inner && !SymbolEqualityComparer.Default.Equals(inner, type) && WhyMutable(inner, depth - 1) is { } why)
                return why;
        }

        return null;
    }

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null && !ServerCode.IsPlatform(t); t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (!member.IsStatic && !member.IsImplicitlyDeclared && member.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal)
                    yield return member;
            }
        }
    }

    private static bool IsSettable(ISymbol member) => member switch
    {
        IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } } => true,
        IFieldSymbol { IsReadOnly: false, IsConst: false } => true,
        _ => false,
    };

    private static ITypeSymbol? MemberType(ISymbol member) => member switch
    {
        IPropertySymbol { IsIndexer: false } property => property.Type,
        IFieldSymbol { IsConst: false } field => field.Type,
        _ => null,
    };

    private static bool IsContainer(INamedTypeSymbol type) =>
        type.IsTupleType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ||
        type.ContainingNamespace.IsNamed("System", "Collections", "Immutable") || type.ContainingNamespace.IsNamed("System", "Collections", "Frozen");

    private static bool IsZharType(this ITypeSymbol type) => type.ContainingNamespace.IsNamed("Zhar") || type.Name == "Ref" && type.ContainingType.ServerBase() is not null;

    private static string Show(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
