using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0016: <c>catch (Exception)</c> in a server also takes exits, which are not errors to carry on from.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedExitAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.SwallowedExit];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Analyze, OperationKind.Try);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var attempt = (ITryOperation)context.Operation;
        if (ServerCode.Server(attempt, context.ContainingSymbol) is null || !CanExit(attempt.Body))
            return;

        foreach (var clause in attempt.Catches)
        {
            if (clause.ExceptionType.IsZhar("ProcessExitException"))
                return; // exits are taken care of before any broader clause
            if (IsBroad(clause) && !clause.Handler.Descendants().Any(o => o is IThrowOperation))
                context.ReportDiagnostic(Diagnostic.Create(Rules.SwallowedExit, ((CatchClauseSyntax)clause.Syntax).CatchKeyword.GetLocation()));
        }
    }

    private static bool IsBroad(ICatchClauseOperation clause) =>
        clause.Filter is null && (clause.ExceptionType is null or { SpecialType: SpecialType.System_Object } ||
                                  clause.ExceptionType is { Name: "Exception" } type && type.ContainingNamespace.IsNamed("System"));

    /// <summary>Only an await, or code that is not the platform's, can end in an exit.</summary>
    private static bool CanExit(IBlockOperation body) => body.Descendants().Any(o =>
        o is IAwaitOperation || o is IInvocationOperation call && !ServerCode.IsPlatform(call.TargetMethod.ContainingType));
}
