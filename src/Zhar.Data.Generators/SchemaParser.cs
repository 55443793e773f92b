using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Model;

namespace Zhar.Data.Generators;

/// <summary>Makes the model of a record, or reports what is wrong with it. The generator does not report, so that an editor shows each problem once.</summary>
internal sealed class SchemaParser(INamedTypeSymbol type, Compilation compilation, Action<Diagnostic>? report)
{
    private static readonly string[] AssociationKinds = ["HasMany", "HasOne", "BelongsTo", "ManyToMany", "Through"];

    private bool _failed;

    /// <summary>The model, or <c>null</c> when something is wrong.</summary>
    public SchemaModel? Parse()
    {
        var declarations = Declarations();
        var schema = type.Attribute("Schema");
        var embedded = type.Attribute("EmbeddedSchema");
        CheckShape(schema, embedded);
        if (_failed)
            return null;

        var redactAll = (schema ?? embedded).Named("RedactAll", false);
        var properties = Properties().ToList();
        var timestamps = type.Attribute("Timestamps");
        var (inserted, updated) = timestamps is null ? (null, null) : (timestamps.Named("InsertedAt", "InsertedAt"), timestamps.Named("UpdatedAt", "UpdatedAt"));
        var added = new[] { inserted, updated }.Where(n => n is not null && properties.All(p => p.Name != n)).Select(n => n!).ToEquatableArray();

        var keys = properties.Where(p => p.Has("PrimaryKey")).ToList();
        CheckKeys(keys, schema);
        var fields = new List<FieldModel>();
        var associations = new List<AssociationModel>();
        foreach (var property in properties)
        {
            if (AssociationKinds.FirstOrDefault(k => property.Has(k)) is { } kind)
            {
                if (Association(property, kind, embedded is not null) is { } association)
                    associations.Add(association);
            }
            else if (Field(property, keys, redactAll) is { } field)
            {
                fields.Add(field);
            }
        }

        foreach (var name in added)
            fields.Add(new(name, "global::System.DateTime", "global::System.DateTime", "global::System.DateTime", "global::Zhar.Data.FieldType.DateTime", "ReadDateTimeUtc", "", type.FullName(), true, true, false, redactAll ? "IsRedacted = true" : ""));

        if (properties.Where(p => p.Has("LockVersion")).Skip(1).FirstOrDefault() is { } second)
            Report(Rules.IllShapedField, second, second.Name, "there is a [LockVersion] already, and a row has one version.");
        if (_failed)
            return null;

        var redacts = fields.Any(f => f.Options.Contains("IsRedacted"));
        return new SchemaModel(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
            type.FullName(),
            type.Name,
            type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString(),
            declarations.ToEquatableArray(),
            type.IsRecord,
            type.IsSealed,
            schema.Argument(0) as string,
            schema.Named<string>("Prefix"),
            inserted,
            updated,
            added,
            Construction(properties),
            type.GetMembers("Fields").IsEmpty,
            Printing(redacts),
            fields.ToEquatableArray(),
            associations.ToEquatableArray());
    }

    // ---- the record ----------------------------------------------------------------------------------------------

    private void CheckShape(AttributeData? schema, AttributeData? embedded)
    {
        if (schema is not null && embedded is not null)
            Report(Rules.IllShapedSchema, type, type.Name, "it has both [Schema] and [EmbeddedSchema]. Keep the one that is meant.");
        if (type.IsAbstract || type.IsStatic)
            Report(Rules.IllShapedSchema, type, type.Name, "it is abstract, so no row can become one. Put [Schema] on the records that derive from it.");
        if (type.IsGenericType || Outer(type).Any(t => t.IsGenericType))
            Report(Rules.IllShapedSchema, type, type.Name, "it is generic. Declare a record for each table.");
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            {
                Report(Rules.IllShapedSchema, type, type.Name, $"'{t.Name}' is {(t.DeclaredAccessibility == Accessibility.Private ? "private" : "protected")}, so the generated code cannot reach it. Make it internal or public.");
                break;
            }
        }

        if (schema is not null && string.IsNullOrWhiteSpace(schema.Argument(0) as string))
            Report(Rules.IllShapedSchema, type, type.Name, "its table has no name. Write [Schema(\"users\")], or [EmbeddedSchema] for a record without a table.");
    }

    private void CheckKeys(List<IPropertySymbol> keys, AttributeData? schema)
    {
        if (schema is null)
            return;
        var none = schema.Named("NoPrimaryKey", false);
        if (keys.Count == 0 && !none)
            Report(Rules.PrimaryKey, type, type.Name, "has no primary key. Put [PrimaryKey] on a property, or write [Schema(\"…\", NoPrimaryKey = true)].");
        if (keys.Count > 0 && none)
            Report(Rules.PrimaryKey, keys[0], type.Name, "says NoPrimaryKey = true, but has a [PrimaryKey]. Remove one of the two.");
        if (keys.Count(k => k.Attribute("PrimaryKey").EnumMember(0) == "Identity") > 1)
            Report(Rules.PrimaryKey, keys[1], type.Name, "has two identity keys, but a table can have one identity column. Say Autogenerate.None on the others.");
    }

    private List<string> Declarations()
    {
        var result = new List<string>();
        for (var t = type; t is not null; t = t.ContainingType)
        {
            var syntax = t.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<TypeDeclarationSyntax>().ToList();
            var keyword = t.IsRecord ? t.IsValueType ? "record struct" : "record" : t.TypeKind switch { TypeKind.Struct => "struct", TypeKind.Interface => "interface", _ => "class" };
            if (!syntax.All(s => s.Modifiers.Any(SyntaxKind.PartialKeyword)))
                Report(Rules.MissingPartial, t, t.Name, keyword);
            result.Insert(0, $"partial {keyword} {t.Name}");
        }

        return result;
    }

    private static IEnumerable<INamedTypeSymbol> Outer(INamedTypeSymbol type)
    {
        for (var t = type.ContainingType; t is not null; t = t.ContainingType)
            yield return t;
    }

    /// <summary>The properties that hold something, those of base records first.</summary>
    private IEnumerable<IPropertySymbol> Properties()
    {
        var levels = new Stack<INamedTypeSymbol>();
        for (var t = type; t is not null && t.SpecialType != SpecialType.System_Object; t = t.BaseType)
            levels.Push(t);
        var seen = new HashSet<string>();
        foreach (var property in levels.SelectMany(static t => t.GetMembers().OfType<IPropertySymbol>()))
        {
            if (property.IsStatic || property.IsIndexer || property.IsImplicitlyDeclared || property.ExplicitInterfaceImplementations.Length > 0)
                continue;
            if (property.SetMethod is null || property.GetMethod is null)
            {
                if (IsMarked(property))
                    Report(Rules.IllShapedField, property, property.Name, $"it cannot be set. Write: {{ get; init; }}");
                continue;
            }

            if (property.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)
            {
                if (seen.Add(property.Name))
                    yield return property;
            }
            else if (IsMarked(property))
            {
                Report(Rules.IllShapedField, property, property.Name, "it is private. Make it public or internal.");
            }
        }
    }

    private static bool IsMarked(IPropertySymbol property) =>
        property.GetAttributes().Any(a => a.AttributeClass?.ContainingNamespace.ToDisplayString() == "Zhar.Data");

    private string Construction(List<IPropertySymbol> properties)
    {
        var constructors = type.InstanceConstructors.Where(c => !IsCopy(c)).ToList();
        var constructor = constructors.FirstOrDefault(c => c.Parameters.Length == 0) ?? constructors.OrderBy(c => c.Parameters.Length).First();
        var arguments = string.Join(", ", constructor.Parameters.Select(p => p.HasExplicitDefaultValue ? $"{p.Name}: default!" : "default!"));
        if (constructor.Parameters.Any(p => p.HasExplicitDefaultValue))
            arguments = string.Join(", ", constructor.Parameters.Where(p => !p.HasExplicitDefaultValue).Select(_ => "default!"));
        var setsRequired = constructor.GetAttributes().Any(a => a.AttributeClass?.Name == "SetsRequiredMembersAttribute");
        var required = setsRequired ? [] : properties.Where(p => p.IsRequired).Select(p => $"{p.Name} = default!").ToList();
        return $"new {type.FullName()}({arguments})" + (required.Count == 0 ? "" : $" {{ {string.Join(", ", required)} }}");
    }

    private bool IsCopy(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    /// <summary>The header of the member that prints, <c>PrintMembers</c> or <c>ToString</c>; <c>null</c> when the record prints itself, or there is nothing to hide.</summary>
    private string? Printing(bool redacts)
    {
        if (!redacts || type.GetMembers("ToString").OfType<IMethodSymbol>().Any(m => !m.IsImplicitlyDeclared && m.Parameters.Length == 0))
            return null;
        if (!type.IsRecord)
            return "public override string ToString()";
        if (type.GetMembers("PrintMembers").Any(m => !m.IsImplicitlyDeclared))
            return null;
        var derived = type.BaseType is { SpecialType: not SpecialType.System_Object };
        return (type.IsSealed, derived) switch
        {
            (true, false) => "private bool PrintMembers(global::System.Text.StringBuilder builder)",
            (true, true) => "protected override bool PrintMembers(global::System.Text.StringBuilder builder)",
            (false, true) => "protected override bool PrintMembers(global::System.Text.StringBuilder builder)",
            _ => "protected virtual bool PrintMembers(global::System.Text.StringBuilder builder)",
        };
    }

    // ---- fields --------------------------------------------------------------------------------------------------

    private FieldModel? Field(IPropertySymbol property, List<IPropertySymbol> keys, bool redactAll)
    {
        var isVirtual = property.Has("Virtual");
        var isKey = property.Has("PrimaryKey");
        if (isVirtual && isKey)
            Report(Rules.IllShapedField, property, property.Name, "it is both [Virtual] and [PrimaryKey], but a key has to be stored.");
        var code = property.Has("EmbedsOne") || property.Has("EmbedsMany") ? Embed(property) : FieldTypes.Code(property.Type, property);
        if (code is null && isVirtual)
            code = $"global::Zhar.Data.FieldType.Any<{property.Type.WithoutNullable().FullName()}>()";
        if (code is null)
        {
            if (!property.Has("EmbedsOne") && !property.Has("EmbedsMany"))
                UnknownType(property);
            return null;
        }

        if (property.Has("LockVersion") && property.Type.WithoutNullable().SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16))
            Report(Rules.IllShapedField, property, property.Name, "a [LockVersion] is counted up, so it has to be an int or a long. For another kind of version call OptimisticLock in the changeset.");

        var reader = property.Has("EmbedsOne") || property.Has("EmbedsMany") || isVirtual ? null : FieldTypes.Reader(property.Type, property);
        return new FieldModel(
            property.Name,
            property.Type.FullName(),
            property.Type.IsValueType ? property.Type.FullName() : property.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).FullName(),
            property.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).FullName(),
            code,
            reader?.Reader,
            reader?.Suffix ?? "",
            property.ContainingType.FullName(),
            property.Type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T },
            property.SetMethod!.IsInitOnly, // it is checked to be there
            isVirtual,
            string.Join(", ", Options(property, keys, redactAll && !isKey)));
    }

    private void UnknownType(IPropertySymbol property)
    {
        if (property.Type is INamedTypeSymbol { Name: "Many" or "Assoc" } wrapper && wrapper.ContainingNamespace.ToDisplayString() == "Zhar.Data")
            Report(Rules.IllShapedAssociation, property, property.Name, $"it does not say of which kind. Add [{(wrapper.Name == "Many" ? "HasMany" : "BelongsTo")}] or another.");
        else if (property.Type.TypeKind != TypeKind.Error)
            Report(Rules.UnknownType, property, property.Name, property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        else
            _failed = true;
    }

    private IEnumerable<string> Options(IPropertySymbol property, List<IPropertySymbol> keys, bool redact)
    {
        if (property.Attribute("Column").Argument(0) is string column)
            yield return $"Column = {Known.Text(column)}";
        if (HasInitializer(property))
            yield return "HasDefault = true";
        if (property.Has("Virtual"))
            yield return "IsVirtual = true";
        if (redact || property.Has("Redact"))
            yield return "IsRedacted = true";
        if (property.Has("PrimaryKey"))
            yield return "IsPrimaryKey = true";
        if (property.Has("ReadAfterWrite"))
            yield return "IsReadAfterWrite = true";
        if (property.Has("Lazy"))
            yield return "IsLazy = true";
        if (property.Has("LockVersion"))
            yield return "IsLockVersion = true";
        if (property.Attribute("Writable").EnumMember(0) is { } writable)
            yield return $"Writable = global::Zhar.Data.Writable.{writable}";
        if (Autogenerate(property, keys) is { } kind and not "None")
            yield return $"Autogenerate = global::Zhar.Data.Autogenerate.{kind}";
        if (property.Attribute("Autogenerate").Argument(0) is string method)
        {
            if (type.GetMembers(method).OfType<IMethodSymbol>().Any(m => m.IsStatic && m.Parameters.Length == 0 && !m.ReturnsVoid))
                yield return $"Generator = static () => {type.FullName()}.{method}()";
            else
                Report(Rules.IllShapedField, property, property.Name, $"'{method}' is no static method of '{type.Name}' without parameters that returns a value.");
        }
    }

    private string? Autogenerate(IPropertySymbol property, List<IPropertySymbol> keys)
    {
        if (property.Attribute("Autogenerate") is { } attribute)
            return attribute.Argument(0) is string ? "Custom" : attribute.EnumMember(0);
        if (property.Attribute("PrimaryKey") is not { } key)
            return null;
        var kind = key.EnumMember(0) ?? "Default";
        if (kind == "Custom")
            Report(Rules.IllShapedField, property, property.Name, "Autogenerate.Custom needs a method. Write [PrimaryKey, Autogenerate(nameof(NewId))].");
        if (kind != "Default")
            return kind;
        if (keys.Count > 1 || property.Has("FieldType"))
            return "None";
        var bare = property.Type.WithoutNullable();
        return bare.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 ? type.Has("EmbeddedSchema") ? "None" : "Identity"
            : bare.Is("System.Guid") ? "UuidV7"
            : "None";
    }

    private static bool HasInitializer(IPropertySymbol property) => property.DeclaringSyntaxReferences
        .Any(r => r.GetSyntax() is PropertyDeclarationSyntax { Initializer: not null } or ParameterSyntax { Default: not null });

    private string? Embed(IPropertySymbol property)
    {
        var many = property.Has("EmbedsMany");
        var replace = $"global::Zhar.Data.OnReplace.{property.Attribute(many ? "EmbedsMany" : "EmbedsOne").EnumMember(0) ?? "Raise"}";
        if (many)
        {
            if (FieldTypes.ListOf(property.Type) is not { } list)
            {
                Report(Rules.IllShapedField, property, property.Name, "[EmbedsMany] needs a list, such as IReadOnlyList<Line>.");
                return null;
            }

            return CheckEmbedded(property, list.Element)
                ? $"new global::Zhar.Data.EmbedManyType<{property.Type.WithoutNullable().FullName()}, {list.Element.FullName()}>({replace}, static items => {list.Make})"
                : null;
        }

        return CheckEmbedded(property, property.Type.WithoutNullable())
            ? $"new global::Zhar.Data.EmbedOneType<{property.Type.WithoutNullable().FullName()}>({replace})"
            : null;
    }

    private bool CheckEmbedded(IPropertySymbol property, ITypeSymbol embedded)
    {
        if (embedded.IsSchema())
            return true;
        Report(Rules.IllShapedField, property, property.Name, $"'{embedded.Name}' is not a schema. Put [EmbeddedSchema] on it.");
        return false;
    }

    // ---- associations --------------------------------------------------------------------------------------------

    private AssociationModel? Association(IPropertySymbol property, string kind, bool isEmbedded)
    {
        var many = kind is "HasMany" or "ManyToMany";
        var wrapper = property.Type as INamedTypeSymbol;
        var name = wrapper is { Name: "Many" or "Assoc", TypeArguments.Length: 1 } && wrapper.ContainingNamespace.ToDisplayString() == "Zhar.Data" ? wrapper.Name : null;
        if (name is null || (kind != "Through" && (name == "Many") != many))
        {
            Report(Rules.IllShapedAssociation, property, property.Name, $"[{kind}] needs the type {(many ? "Many<…>" : kind == "Through" ? "Many<…> or Assoc<…>" : "Assoc<…>")}, not {property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}.");
            return null;
        }

        var related = wrapper!.TypeArguments[0]; // the name is known, so it is there
        if (related.TypeKind == TypeKind.Error)
        {
            _failed = true;
            return null;
        }

        if (!related.IsSchema())
        {
            Report(Rules.IllShapedAssociation, property, property.Name, $"'{related.Name}' is not a schema. Put [Schema(\"…\")] on it.");
            return null;
        }

        if (isEmbedded && kind is not "BelongsTo")
        {
            Report(Rules.IllShapedAssociation, property, property.Name, "an embedded record has no row that others could point to. Only [BelongsTo] works in it.");
            return null;
        }

        var attribute = property.Attribute(kind)!; // it was found by this attribute
        CheckForeignKey(property, kind, attribute, (INamedTypeSymbol)related);
        return new AssociationModel(
            property.Name,
            wrapper.FullName(),
            kind,
            related.WithNullableAnnotation(NullableAnnotation.NotAnnotated).FullName(),
            property.ContainingType.FullName(),
            property.SetMethod!.IsInitOnly, // it is checked to be there
            string.Join(", ", AssociationOptions(property, kind, attribute, related, name == "Many")));
    }

    private void CheckForeignKey(IPropertySymbol property, string kind, AttributeData attribute, INamedTypeSymbol related)
    {
        if (kind is "ManyToMany" or "Through")
            return;
        var (holder, key) = kind == "BelongsTo"
            ? (type, attribute.Named<string>("ForeignKey") ?? property.Name + "Id")
            : (related, attribute.Named<string>("ForeignKey") ?? type.Name + "Id");
        for (var t = holder; t is not null; t = t.BaseType)
        {
            if (t.GetMembers(key).OfType<IPropertySymbol>().Any())
                return;
        }

        Report(Rules.IllShapedAssociation, property, property.Name, $"'{holder.Name}' has no property '{key}' for the foreign key. Add it, or name another with ForeignKey = \"…\".");
    }

    private IEnumerable<string> AssociationOptions(IPropertySymbol property, string kind, AttributeData attribute, ITypeSymbol related, bool many)
    {
        if (many)
            yield return "IsMany = true";
        if (kind == "Through")
        {
            yield return $"Through = new string[] {{ {string.Join(", ", attribute.ConstructorArguments[0].Values.Select(v => Known.Text(v.Value as string ?? "")))} }}";
            yield break;
        }

        var replaceAt = kind == "ManyToMany" ? 1 : 0;
        if (attribute.EnumMember(replaceAt) is { } replace and not "Raise")
            yield return $"OnReplace = global::Zhar.Data.OnReplace.{replace}";
        if (attribute.NamedArguments.FirstOrDefault(a => a.Key == "OnDelete") is { Key: not null } delete)
            yield return $"OnDelete = (global::Zhar.Data.OnDelete){delete.Value.Value}";
        if (attribute.Named<string>("ForeignKey") is { } key)
            yield return $"ForeignKeyName = {Known.Text(key)}";
        if (attribute.Named<string>("References") is { } references)
            yield return $"ReferencesName = {Known.Text(references)}";
        if (attribute.Named<string>("OwnerColumn") is { } owner)
            yield return $"JoinOwnerColumn = {Known.Text(owner)}";
        if (attribute.Named<string>("RelatedColumn") is { } column)
            yield return $"JoinRelatedColumn = {Known.Text(column)}";
        if (attribute.Named("Unique", false))
            yield return "IsUnique = true";
        if (kind == "ManyToMany" && attribute.Argument(0) is string table)
            yield return $"JoinTableName = {Known.Text(table)}";
        if (kind == "ManyToMany" && attribute.Argument(0) is INamedTypeSymbol join)
        {
            if (!join.IsSchema())
                Report(Rules.IllShapedAssociation, property, property.Name, $"the join schema '{join.Name}' is not a schema. Put [Schema(\"…\")] on it, or name the table.");
            yield return $"JoinType = typeof({join.FullName()})";
        }

        if (attribute.NamedArguments.FirstOrDefault(a => a.Key == "PreloadOrder") is { Key: not null, Value.IsNull: false } order)
            yield return $"PreloadOrder = new string[] {{ {string.Join(", ", order.Value.Values.Select(v => Known.Text(v.Value as string ?? "")))} }}";
        if (attribute.Named<string>("Where") is { } where)
        {
            if (type.GetMembers(where).Any(m => m.IsStatic && m is IPropertySymbol or IFieldSymbol))
                yield return $"Where = static () => {type.FullName()}.{where}";
            else
                Report(Rules.IllShapedAssociation, property, property.Name, $"'{where}' is no static property of '{type.Name}'. Write: static Expression<Func<{related.Name}, bool>> {where} => …;");
        }

        if (attribute.Named<string>("Defaults") is { } defaults)
        {
            if (type.GetMembers(defaults).OfType<IMethodSymbol>().Any(m => m.IsStatic && m.Parameters.Length == 1))
                yield return $"Defaults = static child => {type.FullName()}.{defaults}(({related.FullName()})child)";
            else
                Report(Rules.IllShapedAssociation, property, property.Name, $"'{defaults}' is no static method of '{type.Name}'. Write: static {related.Name} {defaults}({related.Name} child) => …;");
        }
    }

    private void Report(DiagnosticDescriptor rule, ISymbol at, params object[] arguments)
    {
        _failed = true;
        var location = at.Locations.FirstOrDefault(l => l.IsInSource && compilation.ContainsSyntaxTree(l.SourceTree)) ?? type.Locations[0];
        report?.Invoke(Diagnostic.Create(rule, location, arguments));
    }
}
