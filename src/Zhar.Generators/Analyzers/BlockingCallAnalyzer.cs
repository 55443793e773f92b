using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0007: waiting without await in a server holds a scheduler thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.BlockingCall];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(AnalyzeResult, OperationKind.PropertyReference);
        context.RegisterOperationAction(AnalyzeInvocation, OperationKind.Invocation);
    }

    private static void AnalyzeResult(OperationAnalysisContext context)
    {
        var property = ((IPropertyReferenceOperation)context.Operation).Property;
        if (property.Name == "Result" && IsTask(property.ContainingType) && !IsKnownComplete(context.Operation))
            Report(context, ".Result", "Await it instead");
    }

    private static void AnalyzeInvocation(OperationAnalysisContext context)
    {
        var method = ((IInvocationOperation)context.Operation).TargetMethod;
        var type = method.ContainingType;
        if (!ServerCode.IsPlatform(type) || IsKnownComplete(context.Operation))
            return;

        switch (type.Name, method.Name)
        {
            case ("Task", "Wait" or "WaitAll" or "WaitAny") when IsTask(type):
                Report(context, $".{method.Name}()", "Await it instead");
                break;

            case ("TaskAwaiter" or "ValueTaskAwaiter" or "ConfiguredTaskAwaiter" or "ConfiguredValueTaskAwaiter", "GetResult"):
                Report(context, ".GetAwaiter().GetResult()", "Await it instead");
                break;

            case ("Thread", "Sleep"):
                Report(context, "Thread.Sleep", "Use: await Process.Delay(…), or a timer message: Process.SendAfter(…)");
                break;

            case ("SemaphoreSlim" or "ManualResetEventSlim" or "CountdownEvent", "Wait") or (_, "WaitOne") or ("Thread", "Join"):
                Report(context, $"{type.Name}.{method.Name}", "A server needs no locks, it handles one message at a time; wait for another process with a call");
                break;
        }
    }

    private static bool IsTask(INamedTypeSymbol type) => type.ContainingNamespace.IsNamed("System", "Threading", "Tasks") && type.Name is "Task" or "ValueTask";

    /// <summary>Whether a condition around the operation asks for completion first, so that nothing can block.</summary>
    private static bool IsKnownComplete(IOperation operation)
    {
        for (var node = operation.Syntax; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            var condition = node switch
            {
                IfStatementSyntax branch => branch.Condition,
                ConditionalExpressionSyntax choice => choice.Condition,
                _ => null,
            };
            if (condition is not null && condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText.StartsWith("IsCompleted", StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private static void Report(OperationAnalysisContext context, string what, string instead)
    {
        if (ServerCode.Server(context.Operation, context.ContainingSymbol) is not null)
            context.ReportDiagnostic(Diagnostic.Create(Rules.BlockingCall, context.Operation.Syntax.GetLocation(), what, instead));
    }
}
