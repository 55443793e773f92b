using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0010: nobody waits for <c>async void</c>, and its exceptions end the program.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncVoidAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AsyncVoid];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(
            static c =>
            {
                if (c.Symbol is IMethodSymbol { IsAsync: true, ReturnsVoid: true } method && method.ContainingType.ServerBase() is not null)
                    c.ReportDiagnostic(Diagnostic.Create(Rules.AsyncVoid, method.Locations[0], method.Name));
            },
            SymbolKind.Method);
        context.RegisterOperationAction(
            static c =>
            {
                var (method, location) = c.Operation switch
                {
                    ILocalFunctionOperation local => (local.Symbol, local.Symbol.Locations[0]),
                    IAnonymousFunctionOperation lambda => (lambda.Symbol, lambda.Syntax.GetLocation()),
                    _ => throw new InvalidOperationException($"An operation of kind {c.Operation.Kind} was not asked for. Please report this."),
                };
                if (method is { IsAsync: true, ReturnsVoid: true } && c.ContainingSymbol.ContainingType.ServerBase() is not null)
                    c.ReportDiagnostic(Diagnostic.Create(Rules.AsyncVoid, location, method.Name.Length == 0 ? "this lambda" : method.Name));
            },
            OperationKind.LocalFunction,
            OperationKind.AnonymousFunction);
    }
}
