using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0006: makes the handler protected.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PrivateInBaseFix() : SyntaxFix("ZHAR0006", "Make it protected")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
            return null;
        var access = SyntaxFactory.Token(SyntaxKind.ProtectedKeyword);
        var index = method.Modifiers.IndexOf(SyntaxKind.PrivateKeyword);
        if (index >= 0)
            return root.ReplaceToken(method.Modifiers[index], access.WithTriviaFrom(method.Modifiers[index]));
        return root.ReplaceNode(method, method.WithModifiers(method.Modifiers.Insert(0, access.WithTrailingTrivia(SyntaxFactory.Space))));
    }
}
