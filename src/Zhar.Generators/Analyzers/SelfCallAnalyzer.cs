using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0008: a server that calls itself through its own client waits for itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SelfCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.SelfCall];

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
        if (call.TargetMethod.ContainingType is not { Name: "Ref" } client || !IsCall(call.TargetMethod) || call.Instance is null)
            return;
        if (ServerCode.Server(call, context.ContainingSymbol) is not { } server ||
            !SymbolEqualityComparer.Default.Equals(client.ContainingType?.OriginalDefinition, server.OriginalDefinition))
            return;
        if (IsOwnAddress(call.Instance, server))
            context.ReportDiagnostic(Diagnostic.Create(Rules.SelfCall, call.Syntax.GetLocation(), call.TargetMethod.Name));
    }

    private static bool IsCall(IMethodSymbol method) => method.ReturnType.IsTask("ValueTask", 0) || method.ReturnType.IsTask("ValueTask", 1);

    /// <summary>Whether the value comes from <c>Self</c> or <c>Name</c> of the server: directly, converted, wrapped in a client, or by way of a local.</summary>
    private static bool IsOwnAddress(IOperation value, INamedTypeSymbol server) => value switch
    {
        IConversionOperation conversion => IsOwnAddress(conversion.Operand, server),
        IObjectCreationOperation { Arguments.Length: 1 } creation => IsOwnAddress(creation.Arguments[0].Value, server),
        IInvocationOperation { TargetMethod: { Name: "At", IsStatic: true }, Arguments.Length: 1 } at => IsOwnAddress(at.Arguments[0].Value, server),
        IPropertyReferenceOperation { Property: { Name: "Self", ContainingType: var type } } => type.IsZhar("GenServer") || type.IsZhar("Process"),
        IPropertyReferenceOperation { Property: { Name: "Name", IsStatic: true, ContainingType: var type } } => Same(type, server),
        IPropertyReferenceOperation { Property: { Name: "DefaultName", IsStatic: true, ContainingType.ContainingType: var type } } => Same(type, server),
        ILocalReferenceOperation local => Initializer(local) is { } initializer && IsOwnAddress(initializer, server),
        _ => false,
    };

    private static bool Same(INamedTypeSymbol? a, INamedTypeSymbol b) => SymbolEqualityComparer.Default.Equals(a?.OriginalDefinition, b.OriginalDefinition);

    private static IOperation? Initializer(ILocalReferenceOperation local)
    {
        IOperation root = local;
        while (root.Parent is not null)
            root = root.Parent;
        return root.Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local.Local))?.GetVariableInitializer()?.Value;
    }
}
