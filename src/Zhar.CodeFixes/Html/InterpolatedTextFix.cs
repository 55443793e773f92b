using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0258: says that the interpolated string is markup, <c>(Html)$"…"</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class InterpolatedTextFix() : SyntaxFix("ZHAR0258", "Make it Html")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<InterpolatedStringExpressionSyntax>() is not { } text)
            return null;
        var html = SyntaxFactory.ParseTypeName("global::Zhar.Web.Html").ShortenNames();
        return root.ReplaceNode(text, SyntaxFactory.CastExpression(html, text.WithoutTrivia()).WithTriviaFrom(text));
    }
}
