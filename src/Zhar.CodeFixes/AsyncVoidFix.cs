using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0010: returns <c>ValueTask</c>, which the server waits for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AsyncVoidFix() : SyntaxFix("ZHAR0010", "Return ValueTask")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        var type = node switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax local => local.ReturnType,
            _ => null,
        };
        if (type is null)
            return null;
        var task = SyntaxFactory.ParseTypeName("global::System.Threading.Tasks.ValueTask").ShortenNames();
        return root.ReplaceNode(type, task.WithTriviaFrom(type));
    }
}
