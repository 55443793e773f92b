using Microsoft.CodeAnalysis;
using Zhar.Generators.Model;

namespace Zhar.Web.Generators.Controllers;

/// <summary>Decides where each parameter of an action comes from, and writes the code that reads it.</summary>
/// <param name="report">Takes a parameter or property that cannot be bound, its type, and what to write instead.</param>
internal sealed class BindingParser(Action<ISymbol, string, string>? report)
{
    private static readonly HashSet<string> Lists =
        ["IEnumerable", "IReadOnlyList", "IReadOnlyCollection", "IList", "ICollection", "List", "HashSet", "ISet", "IReadOnlySet", "ImmutableArray", "ImmutableList", "IImmutableList", "ImmutableHashSet"];

    private readonly Dictionary<ITypeSymbol, string> _methods = new(SymbolEqualityComparer.Default);
    private readonly List<RecordModel> _records = [];

    public IReadOnlyList<RecordModel> Records => _records;

    /// <summary>The argument for a parameter, or <c>null</c> after a report.</summary>
    public ArgumentModel? Argument(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        if (FromConn(type) is { } simple)
            return new(parameter.Name, simple, false, null);
        if (Service(parameter) is { } service)
            return new(parameter.Name, service, false, null);
        if (BindAsync(type) is { } own)
            return new(parameter.Name, own, false, Description(parameter, parsable: false));

        var (key, alternative, isWhole, header) = Key(parameter);
        var keys = alternative is null ? Code.Text(key) : $"{Code.Text(key)}, {Code.Text(alternative)}";
        if (header is not null)
            return Header(parameter, header);

        var bare = Code.WithoutNullable(type);
        string? code;
        if (bare.IsNamed("Zhar", "Params"))
            code = isWhole || key is "params" or "p" ? "arguments.All" : Code.IsNullable(type) ? $"arguments.TreeOrNull({keys})" : $"arguments.Tree({keys})";
        else if (IsRecord(bare))
            code = Record(bare) is { } method ? RecordArgument(parameter, method, keys, isWhole) : null;
        else if (bare.TypeKind == TypeKind.Interface && ElementOf(bare) is null)
            code = null;
        else
            code = Value(type, keys, Code.Default(parameter), "arguments");

        if (code is null)
        {
            if (bare is INamedTypeSymbol { TypeKind: TypeKind.Interface or TypeKind.Class } && ElementOf(bare) is null && bare.SpecialType == SpecialType.None && bare is not IErrorTypeSymbol)
                return new(parameter.Name, Get(type, null), false, null);
            report?.Invoke(parameter, type.ToDisplayString(), "Take a number, text, an enum, a date, a record of those, a list of those, an Upload, Params, or a service from the container.");
            return null;
        }

        return new(parameter.Name, code, true, Description(parameter, parsable: !IsRecord(bare) && !bare.IsNamed("Zhar", "Params")));
    }

    /// <summary>An expression that gets a service, for constructors too.</summary>
    public static string ServiceOf(IParameterSymbol parameter)
    {
        if (FromConn(parameter.Type) is { } simple)
            return simple;
        return Service(parameter) ?? (parameter.HasExplicitDefaultValue
            ? $"({Get(parameter.Type.WithNullableAnnotation(NullableAnnotation.Annotated), null)} ?? {Code.Default(parameter)})"
            : Get(parameter.Type, null));
    }

    private static string? FromConn(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) switch
    {
        var t when t.IsConn() => "conn",
        var t when t.IsNamed("Microsoft.AspNetCore.Http", "HttpRequest") => "conn.Request",
        var t when t.IsNamed("Microsoft.AspNetCore.Http", "HttpResponse") => "conn.Response",
        var t when t.IsNamed("System.Threading", "CancellationToken") => "conn.RequestAborted",
        var t when t.IsNamed("System.Security.Claims", "ClaimsPrincipal") => "conn.User",
        var t when t.IsNamed("System", "IServiceProvider") => "conn.RequestServices",
        var t when t.IsWeb("Session") => "global::Zhar.Web.ConnSessionExtensions.GetSession(conn)",
        var t when t.IsWeb("Flash") => "global::Zhar.Web.FlashExtensions.get_Flash(conn)",
        _ => null,
    };

    private static string? Service(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "FromServicesAttribute")
                return Get(parameter.Type, null);
            if (attribute.AttributeClass?.Name == "FromKeyedServicesAttribute" && attribute.ConstructorArguments.Length == 1)
                return Get(parameter.Type, Code.Constant(attribute.ConstructorArguments[0]));
        }

        return null;
    }

    private static string Get(ITypeSymbol type, string? key)
    {
        var isOptional = type.NullableAnnotation == NullableAnnotation.Annotated;
        var method = (isOptional, key) switch
        {
            (true, null) => "GetService",
            (false, null) => "GetRequiredService",
            (true, _) => "GetKeyedService",
            _ => "GetRequiredKeyedService",
        };
        var holder = key is null ? "ServiceProviderServiceExtensions" : "ServiceProviderKeyedServiceExtensions";
        return $"global::Microsoft.Extensions.DependencyInjection.{holder}.{method}<{Code.Plain(type)}>(conn.RequestServices{(key is null ? "" : ", " + key)})";
    }

    /// <summary>A type that binds itself, as in minimal APIs.</summary>
    private static string? BindAsync(ITypeSymbol type)
    {
        var method = type.GetMembers("BindAsync").OfType<IMethodSymbol>().FirstOrDefault(m =>
            m is { IsStatic: true, DeclaredAccessibility: Accessibility.Public, Parameters.Length: 1 } && m.Parameters[0].Type.IsConn() && m.ReturnType.IsNamed("System.Threading.Tasks", "ValueTask", 1));
        return method is null ? null : $"(await {Code.Plain(type)}.BindAsync(conn)){(Code.IsNullable(type) ? "" : "!")}";
    }

    private static (string Key, string? Alternative, bool IsWhole, string? Header) Key(IParameterSymbol parameter)
    {
        foreach (var attribute in parameter.GetAttributes())
        {
            var name = attribute.Named<string>("Name");
            switch (attribute.AttributeClass?.Name)
            {
                case "ParamAttribute" when attribute.AttributeClass.IsWeb("ParamAttribute") && attribute.ConstructorArguments.Length == 1:
                    return (attribute.ConstructorArguments[0].Value as string ?? "", null, false, null);
                case "FromHeaderAttribute":
                    return ("", null, false, name ?? Code.Snake(parameter.Name).Replace('_', '-'));
                case "FromBodyAttribute":
                    return (Code.Snake(parameter.Name), null, true, null);
                case "FromRouteAttribute" or "FromQueryAttribute" or "FromFormAttribute" when name is not null:
                    return (name, null, false, null);
            }
        }

        var key = Code.Snake(parameter.Name);
        return (key, key == parameter.Name ? null : parameter.Name, false, null);
    }

    private static ArgumentModel? Header(IParameterSymbol parameter, string header) =>
        new(parameter.Name, Code.IsNullable(parameter.Type) ? $"global::Zhar.Web.Arguments.HeaderOrNull(conn, {Code.Text(header)})" : $"arguments.Header({Code.Text(header)})", true, null);

    private static string RecordArgument(IParameterSymbol parameter, string method, string keys, bool isWhole)
    {
        if (isWhole)
            return $"{method}(arguments)";
        return Code.IsNullable(parameter.Type) || parameter.HasExplicitDefaultValue
            ? $"(arguments.Has({keys}) ? arguments.Record({keys}, {method}) : default)"
            : $"(arguments.Has({keys}) ? arguments.Record({keys}, {method}) : {method}(arguments))";
    }

    private static string Description(IParameterSymbol parameter, bool parsable) =>
        $"{Code.Text(parameter.Name)}, IsOptional: {(Code.IsNullable(parameter.Type) || parameter.HasExplicitDefaultValue || ElementOf(parameter.Type) is not null ? "true" : "false")}, IsParsable: {(parsable ? "true" : "false")}";

    private static bool IsRecord(ITypeSymbol type) => type is INamedTypeSymbol { IsRecord: true, IsAbstract: false } && !IsParsable(type);

    private static bool IsParsable(ITypeSymbol type) => type.SpecialType == SpecialType.System_String || type.AllInterfaces.Any(static i => i.IsNamed("System", "IParsable", 1));

    /// <summary>What a list holds, or <c>null</c> when the type is no list.</summary>
    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Arity: 1 } named when Lists.Contains(named.Name) && named.ContainingNamespace.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Immutable" => named.TypeArguments[0],
        _ => null,
    };

    /// <summary>The code that reads a value of <paramref name="type"/>, or <c>null</c> when none can.</summary>
    private string? Value(ITypeSymbol type, string keys, string? fallback, string scope)
    {
        var bare = Code.WithoutNullable(type);
        var isNullable = Code.IsNullable(type);
        var plain = Code.Plain(bare);
        if (bare.SpecialType != SpecialType.System_String && ElementOf(bare) is { } element)
            return ListOf(type, element, keys, scope);
        if (bare.IsWeb("Upload"))
            return isNullable ? $"{scope}.UploadOrNull({keys})" : $"{scope}.Upload({keys})";
        if (bare.IsNamed("Zhar", "Params"))
            return isNullable ? $"{scope}.TreeOrNull({keys})" : $"{scope}.Tree({keys})";
        if (IsRecord(bare))
            return Record(bare) is { } method ? isNullable ? $"({scope}.Has({keys}) ? {scope}.Record({keys}, {method}) : default({plain}?))" : $"{scope}.Record({keys}, {method})" : null;

        var kind = bare.TypeKind == TypeKind.Enum ? "Enum" : IsParsable(bare) ? "Value" : null;
        if (kind is null)
            return null;
        if (bare.SpecialType == SpecialType.System_String)
        {
            return fallback is null or "default" or "default!"
                ? isNullable || fallback is not null ? $"{scope}.TextOrNull({keys})" : $"{scope}.Text({keys})"
                : $"({scope}.TextOrNull({keys}) ?? {fallback})";
        }

        if (isNullable && bare.IsValueType)
            return fallback is null or "default" ? $"{scope}.{kind}OrNull<{plain}>({keys})" : $"({scope}.{kind}OrNull<{plain}>({keys}) ?? {fallback})";
        if (isNullable)
            return $"{scope}.ObjectOrNull<{plain}>({keys})";
        return fallback is null ? $"{scope}.{kind}<{plain}>({keys})" : $"{scope}.{kind}Or<{plain}>({fallback}, {keys})";
    }

    private string? ListOf(ITypeSymbol type, ITypeSymbol element, string keys, string scope)
    {
        string items;
        if (element.TypeKind == TypeKind.Enum)
            items = $"{scope}.Enums<{Code.Plain(element)}>({keys})";
        else if (element.IsWeb("Upload"))
            items = $"{scope}.Uploads({keys})";
        else if (IsRecord(element) && Record(element) is { } method)
            items = $"{scope}.Records({keys}, {method})";
        else if (IsParsable(element) && !Code.IsNullable(element))
            items = $"{scope}.Values<{Code.Plain(element)}>({keys})";
        else
            return null;
        var list = $"({Code.Plain(Code.WithoutNullable(type))})[.. {items}]";
        return Code.IsNullable(type) ? $"({scope}.Has({keys}) ? {list} : default({Code.Plain(Code.WithoutNullable(type))}?))" : list;
    }

    /// <summary>The name of the method that binds a record; written when it is first asked for, so that records may hold themselves.</summary>
    private string? Record(ITypeSymbol type)
    {
        if (_methods.TryGetValue(type, out var known))
            return known;
        var record = (INamedTypeSymbol)type;
        var name = _methods[type] = $"Bind{_methods.Count}{record.Name}";
        var constructor = record.InstanceConstructors
            .Where(c => c.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal && !(c.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(c.Parameters[0].Type, record)))
            .OrderByDescending(static c => c.Parameters.Length)
            .FirstOrDefault();
        if (constructor is null)
        {
            report?.Invoke(record, record.ToDisplayString(), "Give the record a public constructor.");
            return null;
        }

        var locals = new List<string>();
        var failed = false;
        string Local(ISymbol symbol, ITypeSymbol of, string? fallback)
        {
            var code = Value(of, Keys(symbol), fallback, "arguments");
            if (code is null)
            {
                failed = true;
                report?.Invoke(symbol, of.ToDisplayString(), "A record that is bound holds numbers, text, enums, dates, uploads, Params, further records, and lists of those.");
            }

            locals.Add($"var p{locals.Count} = {code};");
            return $"p{locals.Count - 1}";
        }

        var arguments = constructor.Parameters.Select(p => Local(p, p.Type, Code.Default(p))).ToList();
        var settable = Properties(record).Where(p => !constructor.Parameters.Any(c => c.Name == p.Name)).ToList();
        var required = settable.Where(static p => p.IsRequired).Select(p => $"{Code.Identifier(p.Name)} = {Local(p, p.Type, null)}").ToList();
        var options = new List<string>();
        foreach (var property in settable.Where(static p => !p.IsRequired))
        {
            if (Value(property.Type, Keys(property), null, "arguments") is { } code)
                options.Add($"if (arguments.Has({Keys(property)})) value = value with {{ {Code.Identifier(property.Name)} = {code} }};");
            else
                Local(property, property.Type, null);
        }

        if (failed)
            return null;
        var plain = Code.Plain(type);
        _records.Add(new(name, plain, locals.ToEquatableArray(), $"new {plain}({string.Join(", ", arguments)}){(required.Count > 0 ? $" {{ {string.Join(", ", required)} }}" : "")}", options.ToEquatableArray()));
        return name;
    }

    private static string Keys(ISymbol symbol)
    {
        var named = symbol.WebAttribute("Param") ??
            (symbol is IParameterSymbol { ContainingType: { IsRecord: true } record } ? record.GetMembers(symbol.Name).OfType<IPropertySymbol>().FirstOrDefault()?.WebAttribute("Param") : null);
        if (named is { ConstructorArguments: { Length: 1 } arguments })
            return Code.Text(arguments[0].Value as string ?? "");
        var key = Code.Snake(symbol.Name);
        var camel = char.ToLowerInvariant(symbol.Name[0]) + symbol.Name.Substring(1);
        return key == camel ? Code.Text(key) : $"{Code.Text(key)}, {Code.Text(camel)}";
    }

    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol record)
    {
        for (INamedTypeSymbol? t = record; t is not null && t.SpecialType != SpecialType.System_Object; t = t.BaseType)
        {
            foreach (var property in t.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public, IsOverride: false })
                    yield return property;
            }
        }
    }
}
