using Microsoft.CodeAnalysis;

namespace Zhar.Web.Generators.Controllers;

/// <summary>The classes that draw what a controller renders: <c>UserHtml</c> and <c>UserJson</c> for <c>UserController</c>, or those that <c>[View]</c> names.</summary>
internal sealed class ViewFinder
{
    private readonly List<(string Format, INamedTypeSymbol Type)> _classes = [];

    public ViewFinder(INamedTypeSymbol controller, Compilation compilation)
    {
        Name = controller.Name.EndsWith("Controller", StringComparison.Ordinal) ? controller.Name.Substring(0, controller.Name.Length - "Controller".Length) : controller.Name;
        foreach (var attribute in controller.ControllerChain().SelectMany(static t => t.GetAttributes()))
        {
            if (attribute.AttributeClass.IsWeb("ViewAttribute") && attribute.ConstructorArguments is { Length: 2 } arguments && arguments[0].Value is string format && arguments[1].Value is INamedTypeSymbol type && !Has(format))
                _classes.Add((format, type));
        }

        foreach (var (format, suffix) in new[] { ("html", "Html"), ("json", "Json") })
        {
            if (!Has(format) && Find(controller, compilation, Name + suffix) is { } found)
                _classes.Add((format, found));
        }

        // Of formats that suit a request equally, the first wins: pages before data, and the application's own last.
        _classes.Sort(static (a, b) => Rank(a.Format).CompareTo(Rank(b.Format)) is var order and not 0 ? order : string.CompareOrdinal(a.Format, b.Format));
    }

    /// <summary>The controller's name without its ending: <c>User</c>.</summary>
    public string Name { get; }

    public IReadOnlyList<(string Format, INamedTypeSymbol Type)> Classes => _classes;

    /// <summary>The methods that draw <paramref name="view"/>.</summary>
    public IEnumerable<(string Format, IMethodSymbol Method)> Methods(string view) =>
        _classes.SelectMany(c => Callable(c.Type).Where(m => m.Name == view).Select(m => (c.Format, m)));

    public IEnumerable<(ITypeSymbol? Type, string ContentType)> Produced(string view) => Methods(view)
        .GroupBy(static m => m.Format)
        .Select(static g => (g.Key, g.First().Method))
        .Where(static v => !v.Method.ReturnType.IsResult())
        .Select(static v => v.Key switch
        {
            "html" => ((ITypeSymbol?)null, "text/html"),
            "json" => (v.Method.ReturnType, "application/json"),
            "csv" => (null, "text/csv"),
            "text" or "txt" => (null, "text/plain"),
            "atom" or "rss" => (null, $"application/{v.Key}+xml"),
            var format => (null, format.Contains('/') ? format : "application/" + format),
        });

    public IEnumerable<ViewModel> Models()
    {
        var seen = new HashSet<(string, string, int)>();
        foreach (var (format, type) in _classes)
        {
            foreach (var method in Callable(type))
            {
                var takesConn = TakesConn(method);
                var given = method.Parameters.Skip(takesConn ? 1 : 0).ToList();
                for (var count = given.Count(static p => !p.HasExplicitDefaultValue); count <= given.Count; count++)
                {
                    if (count > 4 || !seen.Add((method.Name, format, count)) || Kind(method, format) is not { } kind)
                        continue;
                    var arguments = given.Take(count).Select(static (p, i) => $"({Code.Of(p.Type)})arguments[{i}]{(Code.IsNullable(p.Type) ? "" : "!")}");
                    yield return new(method.Name, format, count, $"{Code.Plain(type)}.{Code.Identifier(method.Name)}({string.Join(", ", takesConn ? new[] { "conn" }.Concat(arguments) : arguments)})", kind);
                }
            }
        }
    }

    public static bool TakesConn(IMethodSymbol method) => method.Parameters.Length > 0 && method.Parameters[0].Type.IsConn();

    /// <summary>How what a method returns is written in a format, or <c>null</c> when it cannot be.</summary>
    public static string? Kind(IMethodSymbol method, string format)
    {
        var type = method.ReturnType;
        if (method.ReturnsVoid || type.Awaited() is not null || type.IsPlainTask())
            return null;
        if (type.IsResult())
            return "Result";
        if (type.IsWeb("Html"))
            return format == "json" ? null : "Html";
        if (format == "html")
            return null;
        if (format == "json")
            return "Json";
        return type.SpecialType == SpecialType.System_String ? "Text"
            : type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } ? "Bytes"
            : "Json";
    }

    private static IEnumerable<IMethodSymbol> Callable(INamedTypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>()
        .Where(static m => m is { MethodKind: MethodKind.Ordinary, IsStatic: true, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal });

    private static INamedTypeSymbol? Find(INamedTypeSymbol controller, Compilation compilation, string name)
    {
        for (var outer = controller.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (outer.GetTypeMembers(name, 0).FirstOrDefault() is { } nested)
                return nested;
        }

        if (controller.ContainingNamespace.GetTypeMembers(name, 0).FirstOrDefault() is { } beside)
            return beside;

        // Views often have a folder, and so a namespace, of their own.
        var elsewhere = compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(static t => t is { ContainingType: null, Arity: 0 }).Take(2).ToList();
        return elsewhere.Count == 1 ? elsewhere[0] : null;
    }

    private static int Rank(string format) => format switch { "html" => 0, "json" => 1, _ => 2 };

    private bool Has(string format) => _classes.Any(c => c.Format == format);
}
