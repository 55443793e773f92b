using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Zhar.Web.Generators.Controllers;

/// <summary>ZHAR0208: each type that a controller writes as JSON is listed in a context of the application. A generator cannot add it: generators do not see each other's output.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonTypeAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of the diagnostic with the type as source.</summary>
    public const string TypeProperty = "Type";

    /// <summary>The property of the diagnostic with the metadata name of the context; absent when there is none.</summary>
    public const string ContextProperty = "Context";

    private static readonly HashSet<string> Plain =
    [
        "string", "bool", "int", "long", "double", "decimal", "System.Guid", "System.DateTime", "System.DateTimeOffset", "System.Text.Json.JsonElement", "System.Text.Json.JsonDocument",
        "System.Text.Json.Nodes.JsonNode", "System.Text.Json.Nodes.JsonObject", "System.Text.Json.Nodes.JsonArray", "string[]", "int[]", "System.Collections.Generic.List<string>",
        "System.Collections.Generic.List<int>", "System.Collections.Generic.IReadOnlyList<string>", "System.Collections.Generic.Dictionary<string, string>",
        "System.Collections.Generic.IReadOnlyDictionary<string, string>", "System.Collections.Generic.Dictionary<string, int>",
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ControllerRules.MissingJsonType];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var contexts = new Lazy<List<INamedTypeSymbol>>(() => JsonContexts.Find(start.Compilation));
            var known = new Lazy<HashSet<ITypeSymbol>>(() => Known(contexts.Value));
            start.RegisterOperationAction(
                c =>
                {
                    var call = (IInvocationOperation)c.Operation;
                    if (call.TargetMethod is { Name: "Json" or "Created", TypeArguments.Length: 1 } method && method.ContainingType.IsWeb("Controller"))
                        Check(c.ReportDiagnostic, call.Syntax.GetLocation(), method.TypeArguments[0], contexts.Value, known.Value);
                },
                OperationKind.Invocation);
            start.RegisterSymbolAction(
                c =>
                {
                    var controller = (INamedTypeSymbol)c.Symbol;
                    if (!controller.IsController() || controller.IsAbstract)
                        return;
                    foreach (var (method, type) in Written(controller, c.Compilation))
                        Check(c.ReportDiagnostic, Returned(method), type, contexts.Value, known.Value);
                },
                SymbolKind.NamedType);
        });
    }

    /// <summary>What the JSON views of a controller return, and what its actions return as data.</summary>
    private static IEnumerable<(IMethodSymbol Method, ITypeSymbol Type)> Written(INamedTypeSymbol controller, Compilation compilation)
    {
        foreach (var (format, type) in new ViewFinder(controller, compilation).Classes)
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                if (method is { MethodKind: MethodKind.Ordinary, IsStatic: true, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } && IsView(method) && ViewFinder.Kind(method, format) == "Json")
                    yield return (method, method.ReturnType);
            }
        }

        foreach (var action in controller.ActionMethods().Where(a => SymbolEqualityComparer.Default.Equals(a.ContainingType, controller)))
        {
            var type = action.ReturnType.Awaited() ?? (action.ReturnType.IsPlainTask() || action.ReturnsVoid ? null : action.ReturnType);
            if (type is INamedTypeSymbol { Name: "Result", Arity: 1 } outcome && outcome.IsNamed("Zhar", "Result", 1))
                type = outcome.TypeArguments[0];
            if (type is not null && !type.IsResult() && !type.IsWeb("Html"))
                yield return (action, type);
        }
    }

    /// <summary>A view class may hold helpers that make parts of what its views return; they are public mostly so that other views use them, and their types are parts of listed ones.</summary>
    private static bool IsView(IMethodSymbol method) => method.WebAttribute("NoAction") is null;

    private static Location Returned(IMethodSymbol method) => method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
        ? declaration.ReturnType.GetLocation()
        : method.Locations.FirstOrDefault() ?? Location.None;

    private static void Check(Action<Diagnostic> report, Location at, ITypeSymbol type, List<INamedTypeSymbol> contexts, HashSet<ITypeSymbol> known)
    {
        if (type is ITypeParameterSymbol or IErrorTypeSymbol || Plain.Contains(Name(type)) || known.Contains(type.WithNullableAnnotation(NullableAnnotation.None)))
            return;
        var shown = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));
        var problem = type.IsAnonymousType ? "it is anonymous, so no context can list it. Declare a record, and list that."
            : contexts.Count == 0 ? $"the application has no JSON context. Write: [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)] [JsonSerializable(typeof({shown}))] internal sealed partial class AppJson : JsonSerializerContext;"
            : $"'{contexts[0].Name}' does not list it. Add to it: [JsonSerializable(typeof({shown}))]";
        var properties = type.IsAnonymousType ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(TypeProperty, Code.Plain(type));
        if (contexts.Count > 0)
            properties = properties.Add(ContextProperty, contexts[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)));
        report(Diagnostic.Create(ControllerRules.MissingJsonType, at, properties, type.IsAnonymousType ? "An object without a name" : shown, problem));
    }

    /// <summary>The types that the contexts list, and all that those are made of: the context knows them too.</summary>
    private static HashSet<ITypeSymbol> Known(List<INamedTypeSymbol> contexts)
    {
        var known = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<ITypeSymbol>(contexts.SelectMany(JsonContexts.Types));
        while (open.Count > 0)
        {
            var type = open.Pop().WithNullableAnnotation(NullableAnnotation.None);
            if (type is ITypeParameterSymbol || !known.Add(type))
                continue;
            if (type is IArrayTypeSymbol array)
                open.Push(array.ElementType);
            if (type is not INamedTypeSymbol named)
                continue;
            foreach (var argument in named.TypeArguments)
                open.Push(argument);
            if (named.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) == true)
                continue;
            for (INamedTypeSymbol? level = named; level is not null && level.SpecialType != SpecialType.System_Object; level = level.BaseType)
            {
                foreach (var property in level.GetMembers().OfType<IPropertySymbol>().Where(static p => p is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, IsIndexer: false }))
                    open.Push(property.Type);
            }
        }

        return known;
    }

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));
}
