using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Zhar.CodeFixes;

/// <summary>Marks fully qualified names, so that the editor shortens them to what the file's usings allow.</summary>
internal static class Simplified
{
    public static TNode ShortenNames<TNode>(this TNode node)
        where TNode : SyntaxNode => node.ReplaceNodes(
            node.DescendantNodesAndSelf().Where(n => n is NameSyntax or MemberAccessExpressionSyntax),
            static (_, changed) => changed.WithAdditionalAnnotations(Simplifier.Annotation));
}
