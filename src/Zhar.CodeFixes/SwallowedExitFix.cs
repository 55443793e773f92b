using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0016: lets exits pass.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SwallowedExitFix() : SyntaxFix("ZHAR0016", "Let exits pass")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<CatchClauseSyntax>() is not { } clause)
            return null;
        var name = clause.Declaration?.Identifier.ValueText is { Length: > 0 } given ? given : "e";

        // Everything between `catch` and the block is written anew; the block keeps its own line.
        var type = clause.Declaration?.Type.WithoutTrivia().ToString() ?? "global::System.Exception";
        var header = (TryStatementSyntax)SyntaxFactory.ParseStatement($"try {{ }} catch ({type} {name}) when ({name} is not global::Zhar.ProcessExitException) {{ }}");
        var written = header.Catches[0];
        var end = (clause.Declaration?.GetTrailingTrivia() is { Count: > 0 } trailing ? trailing : clause.CatchKeyword.TrailingTrivia);
        return root.ReplaceNode(clause, clause
            .WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(SyntaxFactory.Space))
            .WithDeclaration(written.Declaration!.WithTrailingTrivia(SyntaxFactory.Space).ShortenNames()) // the text above has one
            .WithFilter(written.Filter!.WithTrailingTrivia(end).ShortenNames()));
    }
}
