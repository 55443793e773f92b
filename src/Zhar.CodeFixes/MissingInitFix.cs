using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Zhar.Generators.Parsing;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0002: adds an Init that takes the first state from its starter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MissingInitFix() : SyntaxFix("ZHAR0002", "Add Init")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type || model.GetDeclaredSymbol(type, cancellation)?.ServerBase() is not { } server)
            return null;
        var state = server.TypeArguments[0].ToMinimalDisplayString(model, type.OpenBraceToken.SpanStart);
        var init = SyntaxFactory.ParseMemberDeclaration($"private Init<{state}> Init({state} initialState) => Ok(initialState);\n")!; // fixed text, always a member
        return root.ReplaceNode(type, type.WithMembers(type.Members.Insert(0, init.WithAdditionalAnnotations(Formatter.Annotation))));
    }
}
