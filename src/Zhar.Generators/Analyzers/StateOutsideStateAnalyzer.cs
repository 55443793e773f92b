using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0011: what a server keeps outside <c>State</c> is lost at a hot upgrade and invisible to reports.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateOutsideStateAnalyzer : DiagnosticAnalyzer
{
    private const string Lost = "an upgrade and a crash report do not see";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.StateOutsideState];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(AnalyzeMember, SymbolKind.Field, SymbolKind.Property);
        context.RegisterOperationAction(
            AnalyzeAssignment,
            OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.CoalesceAssignment, OperationKind.Increment, OperationKind.Decrement);
    }

    private static void AnalyzeMember(SymbolAnalysisContext context)
    {
        var member = context.Symbol;
        if (member.IsImplicitlyDeclared || member.ContainingType.ServerBase() is null)
            return;

        var isState = member switch
        {
            IFieldSymbol { IsConst: true } or IPropertySymbol { IsAbstract: true } => false,
            IFieldSymbol { AssociatedSymbol: null } field => !field.IsReadOnly || Mutability.IsMutableCollection(field.Type),
            IPropertySymbol property => IsAuto(property) && (property.SetMethod is { IsInitOnly: false } || Mutability.IsMutableCollection(property.Type)),
            _ => false,
        };
        if (isState)
            context.ReportDiagnostic(Diagnostic.Create(Rules.StateOutsideState, member.Locations[0], member.Name, member.IsStatic ? "all servers of the program share" : Lost));
    }

    private static bool IsAuto(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));

    /// <summary>A parameter of the primary constructor that is assigned to is a field in disguise.</summary>
    private static void AnalyzeAssignment(OperationAnalysisContext context)
    {
        var target = context.Operation switch
        {
            IAssignmentOperation assignment => assignment.Target,
            IIncrementOrDecrementOperation increment => increment.Target,
            _ => null,
        };
        if (target is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } parameter } &&
            !SymbolEqualityComparer.Default.Equals(constructor, context.ContainingSymbol) && constructor.ContainingType.ServerBase() is not null)
            context.ReportDiagnostic(Diagnostic.Create(Rules.StateOutsideState, target.Syntax.GetLocation(), parameter.Name, Lost));
    }
}
