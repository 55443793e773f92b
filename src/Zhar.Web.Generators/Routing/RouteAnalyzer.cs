using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Web.Generators.Controllers;

namespace Zhar.Web.Generators.Routing;

/// <summary>ZHAR0207 and ZHAR0211 to ZHAR0214: routes that no request reaches, that get no helper, or that are malformed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RouteAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [RoutingRules.Unreachable, RoutingRules.NoHelper, RoutingRules.DuplicateHelper, RoutingRules.Malformed, ControllerRules.UnknownAction];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Check, SymbolKind.NamedType);
    }

    private static void Check(SymbolAnalysisContext context)
    {
        if (context.Symbol is not INamedTypeSymbol { IsAbstract: false } type || !type.DerivesFromWeb("Router"))
            return;
        var routes = new RouteParser(type, context.Compilation, context.ReportDiagnostic).Parse();
        for (var i = 1; i < routes.Count; i++)
        {
            if (routes.Take(i).FirstOrDefault(earlier => Takes(earlier, routes[i])) is { } taker && !(taker.At == routes[i].At))
                context.ReportDiagnostic(Diagnostic.Create(RoutingRules.Unreachable, routes[i].At, routes[i], taker));
        }

        HelperTree.Build(PathsEmitter.Names(type).Paths, routes, (one, other, name) => context.ReportDiagnostic(Diagnostic.Create(RoutingRules.DuplicateHelper, other.At, one, other, name)));
    }

    private static bool Takes(RouteModel earlier, RouteModel route) =>
        !earlier.HasHosts && (earlier.Verb == "*" || earlier.Verb == route.Verb) && earlier.Path.Covers(route.Path);
}
