using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0012: a handler on another assembly's static event keeps this assembly loaded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StaticSubscriptionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.StaticSubscription];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            // The program itself stays for as long as the operating system's process; only what it loads goes.
            var program = start.Compilation.GetEntryPoint(start.CancellationToken)?.ContainingType;
            start.RegisterSymbolStartAction(type => AnalyzeType(type, program), SymbolKind.NamedType);
        });
    }

    private static void AnalyzeType(SymbolStartAnalysisContext context, INamedTypeSymbol? program)
    {
        if (SymbolEqualityComparer.Default.Equals(context.Symbol, program))
            return;
        var added = new ConcurrentBag<(IEventSymbol Event, Location Location)>();
        var removed = new ConcurrentBag<IEventSymbol>();
        context.RegisterOperationAction(
            c =>
            {
                var assignment = (IEventAssignmentOperation)c.Operation;
                if (assignment.EventReference is not IEventReferenceOperation { Event: { IsStatic: true } e } ||
                    SymbolEqualityComparer.Default.Equals(e.ContainingAssembly, c.Compilation.Assembly))
                    return;
                if (assignment.Adds)
                    added.Add((e, assignment.Syntax.GetLocation()));
                else
                    removed.Add(e);
            },
            OperationKind.EventAssignment);
        context.RegisterSymbolEndAction(c =>
        {
            foreach (var (e, location) in added)
            {
                if (!removed.Contains(e, SymbolEqualityComparer.Default))
                    c.ReportDiagnostic(Diagnostic.Create(Rules.StaticSubscription, location, $"{e.ContainingType.Name}.{e.Name}"));
            }
        });
    }
}
