using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0015: timers and threads of one's own hold a delegate of the application and outlive the process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimerOrThreadAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TimerOrThread];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(
            static c =>
            {
                if (((IObjectCreationOperation)c.Operation).Type is not { } type || !ServerCode.IsPlatform(type) || type.Name is not ("Timer" or "PeriodicTimer" or "Thread"))
                    return;
                if (ServerCode.IsApplicationType(c.ContainingSymbol.ContainingType))
                {
                    c.ReportDiagnostic(Diagnostic.Create(
                        Rules.TimerOrThread, c.Operation.Syntax.GetLocation(), type.Name,
                        type.Name == "Thread" ? "Use a process or a ProcessTask" : "Use a [Tick] handler or Process.SendAfter(…)"));
                }
            },
            OperationKind.ObjectCreation);
    }
}
