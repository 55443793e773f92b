using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0007: awaits the task, or <c>Process.Delay</c> in place of <c>Thread.Sleep</c>, and makes the handler async.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class BlockingCallFix() : SyntaxFix("ZHAR0007", "Await it")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<ExpressionSyntax>(e => e is InvocationExpressionSyntax or MemberAccessExpressionSyntax) is not { } blocking ||
            Awaited(blocking, model) is not { } awaited)
            return null;
        if (blocking.Ancestors().Any(a => a is LocalFunctionStatementSyntax or LockStatementSyntax) ||
            blocking.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || model.GetDeclaredSymbol(method, cancellation) is not { } symbol)
            return null;

        ExpressionSyntax replacement = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), awaited.WithoutTrivia());
        if (blocking.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or InvocationExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax)
            replacement = SyntaxFactory.ParenthesizedExpression(replacement);
        var changed = method.ReplaceNode(blocking, replacement.WithTriviaFrom(blocking));
        return AsyncRewrite.MakeAsync(changed, symbol) is { } asynchronous ? root.ReplaceNode(method, asynchronous) : null;
    }

    /// <summary>What is awaited instead: the task, or a delay of the process.</summary>
    private static ExpressionSyntax? Awaited(ExpressionSyntax blocking, SemanticModel model) => blocking switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => result.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: var task }, ArgumentList.Arguments.Count: 0 }
            when model.GetTypeInfo(task).Type?.Name == "Task" => task,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "GetResult",
                Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Expression: var task } },
            },
        } => task,
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 } sleep when model.GetSymbolInfo(sleep).Symbol is IMethodSymbol { Name: "Sleep", ContainingType.Name: "Thread" } method =>
            Delay(sleep.ArgumentList.Arguments[0].Expression, isMilliseconds: method.Parameters[0].Type.SpecialType == SpecialType.System_Int32),
        _ => null,
    };

    private static InvocationExpressionSyntax Delay(ExpressionSyntax time, bool isMilliseconds)
    {
        var duration = isMilliseconds ? $"global::System.TimeSpan.FromMilliseconds({time})" : time.ToString();
        return ((InvocationExpressionSyntax)SyntaxFactory.ParseExpression($"global::Zhar.Process.Delay({duration})")).ShortenNames();
    }
}
