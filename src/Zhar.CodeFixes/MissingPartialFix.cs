using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0001: adds <c>partial</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MissingPartialFix() : SyntaxFix("ZHAR0001", "Make it partial")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return null;
        var partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
            return root.ReplaceNode(type, type.AddModifiers(partial));

        // Without modifiers, the keyword takes over the comments before the declaration.
        var leading = type.GetLeadingTrivia();
        return root.ReplaceNode(type, type.WithoutLeadingTrivia().AddModifiers(partial.WithLeadingTrivia(leading)));
    }
}
