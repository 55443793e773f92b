using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Zhar.Generators.Parsing;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0008: calls the handler's method directly.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SelfCallFix() : SyntaxFix("ZHAR0008", "Call the method directly")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Name: var name } } call ||
            node.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type || model.GetDeclaredSymbol(type, cancellation) is not { } server)
            return null;

        // A deferred reply and options for the waiting have no counterpart in a direct call.
        var handler = server.GetMembers(name.Identifier.ValueText).OfType<IMethodSymbol>().FirstOrDefault(m => m.Attribute("Call") is not null && call.ArgumentList.Arguments.Count <= m.Parameters.Length);
        if (handler is null || handler.Parameters.Any(p => p.Type.IsZhar("From", 1)) || handler.ReturnType.IsZhar("CallResult", 1) || PassesOptions(call, model))
            return null;

        var direct = call.WithExpression(SyntaxFactory.IdentifierName(name.Identifier)).WithoutTrivia();
        var isAsync = handler.ReturnType.IsTask("ValueTask", 0) || handler.ReturnType.IsTask("ValueTask", 1) || handler.ReturnType.IsTask("Task", 0) || handler.ReturnType.IsTask("Task", 1);
        ExpressionSyntax replaced = call.Parent is AwaitExpressionSyntax waiting && !isAsync ? waiting : call;
        return root.ReplaceNode(replaced, direct.WithTriviaFrom(replaced));
    }

    private static bool PassesOptions(InvocationExpressionSyntax call, SemanticModel model) =>
        call.ArgumentList.Arguments.Any(a => model.GetTypeInfo(a.Expression).ConvertedType.IsZhar("CallOptions"));
}
