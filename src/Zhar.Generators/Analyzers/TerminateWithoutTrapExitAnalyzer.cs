using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0017: a server that does not trap exits is stopped by its supervisor without Terminate.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TerminateWithoutTrapExitAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TerminateWithoutTrapExit];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!ServerParser.IsServer(type) || IsChannel(type))
            return;
        var terminate = type.GetMembers("Terminate").OfType<IMethodSymbol>().FirstOrDefault(m => m.IsOverride);
        if (terminate is null || type.ServerChain().Any(t => MentionsTrapExit(t, context.CancellationToken)))
            return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.TerminateWithoutTrapExit, terminate.Locations[0], type.Name));
    }

    /// <summary>A channel of Zhar.Web and a view of Zhar.Live are ended by their connection, with a message, and Terminate runs.</summary>
    private static bool IsChannel(INamedTypeSymbol type) =>
        type.ServerChain().Any(t =>
            (t is { Name: "Channel", Arity: 1 } && t.ContainingNamespace.IsNamed("Zhar", "Web")) || (t is { Name: "LiveView", Arity: 1 } && t.ContainingNamespace.IsNamed("Zhar", "Live")));

    private static bool MentionsTrapExit(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences.Any(r =>
        r.GetSyntax(cancellation).DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == "TrapExit"));
}
