using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Zhar.Generators.Parsing;

namespace Zhar.Generators.Analyzers;

/// <summary>ZHAR0018: takes back CS8509 when a switch expression handles each type of a closed set, such as Ok and Error of a Result.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClosedSetSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [Rules.ClosedSet];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree &&
                tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<SwitchExpressionSyntax>() is { } syntax &&
                context.GetSemanticModel(tree).GetOperation(syntax, context.CancellationToken) is ISwitchExpressionOperation { Value.Type: INamedTypeSymbol set } choice &&
                IsComplete(set, choice))
                context.ReportSuppression(Suppression.Create(Rules.ClosedSet, diagnostic));
        }
    }

    private static bool IsComplete(INamedTypeSymbol set, ISwitchExpressionOperation choice)
    {
        if (Members(set) is not { Count: > 0 } members)
            return false;
        var missing = members.FindAll(m => !choice.Arms.Any(a => a.Guard is null && Handles(a.Pattern, m)));

        // What a repo returns is Ok or Invalid; Error is for calls.
        return missing.Count == 0 || (missing.Count == 1 && missing[0] is { Name: "Error", Arity: 1 } && choice.Arms.Any(a => a.Guard is null && HandlesInvalid(a.Pattern, set)));
    }

    private static bool HandlesInvalid(IPatternOperation pattern, INamedTypeSymbol set) =>
        pattern.NarrowedType is INamedTypeSymbol { Name: "Invalid", Arity: 1 } invalid && invalid.ContainingNamespace.IsNamed("Zhar", "Data") &&
        Same(invalid.BaseType, set) && Handles(pattern, invalid);

    /// <summary>The types of a closed set of the runtime: an abstract record whose constructors nobody else can call. Empty for any other type.</summary>
    private static List<INamedTypeSymbol> Members(INamedTypeSymbol set)
    {
        if (!set.IsAbstract || !set.IsRecord || !set.ContainingNamespace.IsNamed("Zhar") ||
            !set.InstanceConstructors.All(c => c.DeclaredAccessibility is Accessibility.ProtectedAndInternal or Accessibility.Private or Accessibility.Internal || IsCopy(c, set)))
            return [];
        return [.. set.ContainingNamespace.GetTypeMembers()
            .Where(t => SymbolEqualityComparer.Default.Equals(t.BaseType?.OriginalDefinition, set.OriginalDefinition))
            .Select(t => t.Arity == 0 ? t : t.Construct([.. set.TypeArguments]))];
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type.OriginalDefinition, type.OriginalDefinition);

    private static bool Handles(IPatternOperation pattern, INamedTypeSymbol type) => pattern switch
    {
        IDiscardPatternOperation => true,
        IDeclarationPatternOperation declaration => declaration.MatchesNull || Same(declaration.MatchedType, type),
        ITypePatternOperation typed => Same(typed.MatchedType, type),
        IRecursivePatternOperation recursive => Same(recursive.MatchedType, type) &&
            recursive.DeconstructionSubpatterns.All(MatchesAll) && recursive.PropertySubpatterns.All(p => MatchesAll(p.Pattern)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or => Handles(or.LeftPattern, type) || Handles(or.RightPattern, type),
        _ => false,
    };

    private static bool MatchesAll(IPatternOperation pattern) => pattern is IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true };

    private static bool Same(ITypeSymbol? a, ITypeSymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
