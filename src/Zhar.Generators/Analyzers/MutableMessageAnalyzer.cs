using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0009: a message that the sender can still change is shared memory between two processes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutableMessageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.MutableMessage];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.Method);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.ContainingType.ServerBase() is null ||
            method.Attribute("Call") is null && method.Attribute("Cast") is null && method.Attribute("Info") is null)
            return;

        foreach (var parameter in method.Parameters)
        {
            // The compiler makes a new array for params, which nobody else holds.
            if (parameter.IsParams || parameter.Attribute("Transfer") is not null || Mutability.WhyMutable(parameter.Type) is not { } why)
                continue;
            context.ReportDiagnostic(Diagnostic.Create(Rules.MutableMessage, parameter.Locations[0], parameter.Name, why));
        }
    }
}
