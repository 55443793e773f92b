using Microsoft.CodeAnalysis;

namespace Zhar.Eng.PublicApi;

/// <summary>What an assembly shows to others, as lines of C# without bodies: namespaces, types, and under each type its members, all in order.</summary>
/// <remarks>Left out is what the compiler adds to each record, and overrides, which a caller reaches through what they override. An extension block is one entry per
/// member, with its receiver; what the compiler makes of it is left out.</remarks>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat Signature = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeExtensionThis,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    private static readonly SymbolDisplayFormat Name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Of(IAssemblySymbol assembly)
    {
        var lines = new List<string>();
        var types = Types(assembly)
            .Select(static t => (Namespace: t.ContainingNamespace.ToDisplayString(), Name: NameOf(t), Type: t))
            .OrderBy(static t => t.Namespace, StringComparer.Ordinal).ThenBy(static t => t.Name, StringComparer.Ordinal);
        var space = "";
        foreach (var (of, name, type) in types)
        {
            if (of != space)
                lines.AddRange(lines.Count == 0 ? [$"namespace {of}"] : ["", $"namespace {of}"]);
            space = of;
            lines.AddRange("", Header(type, name));
            lines.AddRange(Members(type).Select(static m => $"    {m}"));
        }

        return lines;
    }

    /// <summary>The types that others see, nested ones too.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(IAssemblySymbol assembly) => TypesIn(assembly.GlobalNamespace);

    /// <summary>The members of a type that others see and that a person has written, without its nested types; those of its extension blocks among them.</summary>
    public static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type)
    {
        var blocks = type.GetTypeMembers().Where(static t => t.IsExtension).SelectMany(static t => t.GetMembers()).ToList();
        var made = blocks.OfType<IMethodSymbol>().Select(static m => m.AssociatedExtensionImplementation).ToHashSet(SymbolEqualityComparer.Default);
        return type.GetMembers().Where(m => !made.Contains(m)).Concat(blocks).Where(IsShown);
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(static member => member switch
    {
        INamespaceSymbol space => TypesIn(space),
        INamedTypeSymbol { IsExtension: false } type when IsSeen(type) => TypesIn(type).Prepend(type),
        _ => [],
    });

    private static bool IsSeen(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Protected or Accessibility.ProtectedOrInternal => symbol.ContainingType is not { IsSealed: true },
        _ => false,
    };

    private static bool IsShown(ISymbol member) => IsSeen(member) && member switch
    {
        INamedTypeSymbol => false,
        { IsOverride: true } => false,
        IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove } => false,
        IMethodSymbol method => !IsMadeByTheCompiler(method) && method is not { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true },
        IPropertySymbol property => property.GetMethod is not { } get || property.Name != "EqualityContract" || !IsMadeByTheCompiler(get),
        _ => true,
    };

    private static bool IsMadeByTheCompiler(IMethodSymbol method) =>
        method.Name == "<Clone>$" || method.GetAttributes().Any(static a => a.AttributeClass is { Name: "CompilerGeneratedAttribute" });

    // ---- a type ----

    private static string NameOf(INamedTypeSymbol type) => type.ToDisplayString(Name);

    private static string Header(INamedTypeSymbol type, string name)
    {
        if (type.TypeKind == TypeKind.Delegate)
            return $"{Marks(type)}{Access(type)}delegate {type.ToDisplayString(Signature)}";

        var bases = Bases(type).ToList();
        var constraints = type.ToDisplayString(Signature)[name.Length..]; // " where T : class"
        return $"{Marks(type)}{Access(type)}{Kind(type)} {name}{(bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}")}{constraints}";
    }

    private static string Kind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Enum } => "enum",
        { TypeKind: TypeKind.Struct } => $"{(type.IsReadOnly ? "readonly " : "")}{(type.IsRefLikeType ? "ref " : "")}{(IsRecord(type) ? "record " : "")}struct",
        { IsStatic: true } => "static class",
        _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}{(IsRecord(type) ? "record" : "class")}",
    };

    private static bool IsRecord(INamedTypeSymbol type) => type.IsRecord || type.GetMembers("op_Equality").OfType<IMethodSymbol>().Any(IsMadeByTheCompiler);

    private static IEnumerable<string> Bases(INamedTypeSymbol type)
    {
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: not SpecialType.System_Object } parent })
            yield return parent.ToDisplayString(Name);
        if (type is { TypeKind: TypeKind.Enum, EnumUnderlyingType: { SpecialType: not SpecialType.System_Int32 } number })
            yield return number.ToDisplayString(Signature);
        foreach (var name in type.Interfaces.Where(i => IsSeen(i) && !(IsRecord(type) && i.Name == "IEquatable")).Select(static i => i.ToDisplayString(Name)).Order(StringComparer.Ordinal))
            yield return name;
    }

    // ---- its members ----

    private static IEnumerable<string> Members(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Delegate => [],
        TypeKind.Enum => type.GetMembers().OfType<IFieldSymbol>().Where(static f => f.HasConstantValue).OrderBy(static f => f.ConstantValue).Select(Text),
        _ => MembersOf(type)
            .Select(m => (Receiver: Receiver(m), m.Name, Text: $"{Marks(m)}{(type.TypeKind == TypeKind.Interface ? "" : Access(m))}{Modifiers(m)}{Text(m)}"))
            .OrderBy(static m => m.Receiver, StringComparer.Ordinal).ThenBy(static m => m.Name, StringComparer.Ordinal).ThenBy(static m => m.Text, StringComparer.Ordinal) // ".ctor" is the first name
            .Select(static m => m.Receiver + m.Text),
    };

    private static string Receiver(ISymbol member) => member.ContainingType is { IsExtension: true } block
        ? $"extension{TypeParameters(block)}({block.ExtensionParameter?.ToDisplayString(Signature)}){Constraints(block)} "
        : "";

    private static string TypeParameters(INamedTypeSymbol block) => block.TypeParameters is [] ? "" : $"<{string.Join(", ", block.TypeParameters.Select(static p => p.Name))}>";

    private static string Constraints(INamedTypeSymbol block)
    {
        var text = block.ToDisplayString(Signature);
        return text.IndexOf(" where ", StringComparison.Ordinal) is var at and >= 0 ? text[at..] : "";
    }

    private static string Text(ISymbol member) => member switch
    {
        IPropertySymbol property => $"{property.ToDisplayString(Signature)} {{ {Accessor(property, property.GetMethod, "get")}{Accessor(property, property.SetMethod, property.SetMethod?.IsInitOnly == true ? "init" : "set")}}}",
        IEventSymbol @event => $"event {@event.ToDisplayString(Signature)}",
        _ => member.ToDisplayString(Signature),
    };

    private static string Accessor(IPropertySymbol property, IMethodSymbol? accessor, string word) =>
        accessor is null || !IsSeen(accessor) ? "" : $"{(accessor.DeclaredAccessibility == property.DeclaredAccessibility ? "" : Access(accessor))}{word}; ";

    private static string Access(ISymbol symbol) => symbol.DeclaredAccessibility == Accessibility.Public ? "public " : "protected ";

    private static string Modifiers(ISymbol member)
    {
        if (member is IFieldSymbol field)
            return $"{(field.IsConst ? "const " : field.IsStatic ? "static " : "")}{(field.IsReadOnly ? "readonly " : "")}{(field.IsRequired ? "required " : "")}";

        var inInterface = member.ContainingType.TypeKind == TypeKind.Interface;
        return (member.IsStatic ? "static " : "")
            + (member.IsAbstract && (!inInterface || member.IsStatic) ? "abstract " : member.IsVirtual ? "virtual " : "")
            + (member is IPropertySymbol { IsRequired: true } ? "required " : "");
    }

    /// <summary>The attributes that say something to whoever calls it.</summary>
    private static string Marks(ISymbol symbol) => string.Concat(symbol.GetAttributes().Select(static a => a.AttributeClass?.Name switch
    {
        "ObsoleteAttribute" => "[Obsolete] ",
        "ExperimentalAttribute" => "[Experimental] ",
        "EditorBrowsableAttribute" when a.ConstructorArguments is [{ Value: 1 }] => "[Hidden] ",
        "RequiresUnreferencedCodeAttribute" => "[NotTrimmable] ",
        "RequiresDynamicCodeAttribute" => "[NotAot] ",
        _ => "",
    }).Order(StringComparer.Ordinal));
}
