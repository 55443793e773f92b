using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0014: the reflection-based serializer caches the application's types.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReflectionJsonAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ReflectionJson];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (method.ContainingType is not { Name: "JsonSerializer" } type || !type.ContainingNamespace.IsNamed("System", "Text", "Json"))
            return;
        if (!method.Name.StartsWith("Serialize", StringComparison.Ordinal) && !method.Name.StartsWith("Deserialize", StringComparison.Ordinal))
            return;
        if (method.Parameters.Any(p => p.Type.Name is "JsonTypeInfo" or "JsonSerializerContext") || HasOwnOptions(call))
            return;
        if (ServerCode.IsApplicationType(context.ContainingSymbol.ContainingType))
            context.ReportDiagnostic(Diagnostic.Create(Rules.ReflectionJson, call.Syntax.GetLocation(), $"JsonSerializer.{method.Name}"));
    }

    /// <summary>Options from elsewhere may carry a resolver that needs no reflection; new or absent ones do not.</summary>
    private static bool HasOwnOptions(IInvocationOperation call) => call.Arguments.Any(a =>
        a.Parameter?.Type.Name == "JsonSerializerOptions" &&
        a is { IsImplicit: false, Value: not (ILiteralOperation or IDefaultValueOperation or IConversionOperation { Operand: ILiteralOperation }) } &&
        (a.Value is not IObjectCreationOperation creation || creation.Descendants().OfType<IPropertyReferenceOperation>().Any(p => p.Property.Name == "TypeInfoResolver")));
}
