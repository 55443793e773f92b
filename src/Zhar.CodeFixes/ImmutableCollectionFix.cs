using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0009: takes the immutable counterpart of the collection.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ImmutableCollectionFix() : SyntaxFix("ZHAR0009", "Use an immutable collection")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<ParameterSyntax>() is not { Type: { } type } || Immutable(type) is not { } text)
            return null;
        var immutable = SyntaxFactory.ParseTypeName("global::System.Collections.Immutable." + text).ShortenNames();
        return root.ReplaceNode(type, immutable.WithTriviaFrom(type));
    }

    private static string? Immutable(TypeSyntax type) => type switch
    {
        ArrayTypeSyntax { RankSpecifiers.Count: 1 } array when array.RankSpecifiers[0].Rank == 1 => $"ImmutableArray<{array.ElementType}>",
        GenericNameSyntax { Identifier.ValueText: "List" or "IList" or "ICollection" } list => "ImmutableList" + list.TypeArgumentList,
        GenericNameSyntax { Identifier.ValueText: "Dictionary" or "IDictionary" } map => "ImmutableDictionary" + map.TypeArgumentList,
        GenericNameSyntax { Identifier.ValueText: "HashSet" or "ISet" } set => "ImmutableHashSet" + set.TypeArgumentList,
        GenericNameSyntax { Identifier.ValueText: "Queue" or "Stack" or "SortedSet" or "SortedDictionary" } other => $"Immutable{other.Identifier.ValueText}{other.TypeArgumentList}",
        _ => null,
    };
}
