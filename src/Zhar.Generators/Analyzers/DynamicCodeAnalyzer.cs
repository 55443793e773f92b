using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0013: <c>dynamic</c> in the code of an application pins it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DynamicCodeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DynamicCode];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(
            static c =>
            {
                if (ServerCode.IsApplicationType(c.ContainingSymbol.ContainingType))
                    c.ReportDiagnostic(Diagnostic.Create(Rules.DynamicCode, c.Operation.Syntax.GetLocation()));
            },
            OperationKind.DynamicInvocation, OperationKind.DynamicObjectCreation, OperationKind.DynamicIndexerAccess);
        context.RegisterOperationAction(
            static c =>
            {
                // x.M() is a member reference inside an invocation, which is reported already.
                if (c.Operation.Parent?.Kind != OperationKind.DynamicInvocation && ServerCode.IsApplicationType(c.ContainingSymbol.ContainingType))
                    c.ReportDiagnostic(Diagnostic.Create(Rules.DynamicCode, c.Operation.Syntax.GetLocation()));
            },
            OperationKind.DynamicMemberReference);
    }
}
