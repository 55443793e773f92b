using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0017: traps exits from Init on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TrapExitFix() : SyntaxFix("ZHAR0017", "Trap exits in Init")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        var init = node.FirstAncestorOrSelf<ClassDeclarationSyntax>()?.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == "Init");
        if (init is null)
            return null;

        var trap = SyntaxFactory.ParseStatement("global::Zhar.Process.TrapExit = true;\n").ShortenNames().WithAdditionalAnnotations(Formatter.Annotation);
        var body = init switch
        {
            { Body: { } block } => block.WithStatements(block.Statements.Insert(0, trap)),
            { ExpressionBody.Expression: var value } => SyntaxFactory.Block(trap, SyntaxFactory.ParseStatement($"return {value.WithoutTrivia()};\n")),
            _ => null,
        };
        return body is null ? null : root.ReplaceNode(init, init
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithBody(body)
            .WithTrailingTrivia(init.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation));
    }
}
