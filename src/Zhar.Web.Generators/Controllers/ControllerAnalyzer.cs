using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Zhar.Web.Generators.Controllers;

/// <summary>ZHAR0201 to ZHAR0204 and ZHAR0207: what keeps a controller from being generated.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ControllerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ControllerRules.MissingPartial,
        ControllerRules.IllShapedController,
        ControllerRules.IllShapedAction,
        ControllerRules.UnboundParameter,
        ControllerRules.UnknownAction,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Check, SymbolKind.NamedType);
    }

    private static void Check(SymbolAnalysisContext context)
    {
        if (context.Symbol is INamedTypeSymbol { IsAbstract: false } type && type.IsController())
            new ControllerParser(type, context.Compilation, context.ReportDiagnostic).Parse();
    }
}
