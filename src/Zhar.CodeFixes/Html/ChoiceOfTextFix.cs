using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0259: <c>test ? $"…" : $"…"</c> becomes <c>If(test, () => $"…", () => $"…")</c>, or <c>When</c> where one of the two is nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ChoiceOfTextFix() : SyntaxFix("ZHAR0259", "Choose with If or When")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<ConditionalExpressionSyntax>() is not { } choice || Choice(choice) is not { } call)
            return null;
        // In a hole a conditional stands in parentheses, which a call does not need.
        SyntaxNode old = choice.Parent is ParenthesizedExpressionSyntax parentheses ? parentheses : choice;
        return root.ReplaceNode(old, call.ShortenNames().WithTriviaFrom(old));
    }

    private static InvocationExpressionSyntax? Choice(ConditionalExpressionSyntax choice)
    {
        if (IsNothing(choice.WhenFalse))
            return Body(choice.WhenTrue) is { } then ? Call("When", choice.Condition.WithoutTrivia(), then) : null;
        if (IsNothing(choice.WhenTrue))
            return Body(choice.WhenFalse) is { } otherwise ? Call("When", Not(choice.Condition.WithoutTrivia()), otherwise) : null;
        return Body(choice.WhenTrue) is { } first && Body(choice.WhenFalse) is { } second ? Call("If", choice.Condition.WithoutTrivia(), first, second) : null;
    }

    /// <summary>What a branch becomes: itself, a further choice, or text.</summary>
    private static ExpressionSyntax? Body(ExpressionSyntax branch) => branch switch
    {
        ParenthesizedExpressionSyntax inner => Body(inner.Expression),
        InterpolatedStringExpressionSyntax text => text.WithoutTrivia(),
        ConditionalExpressionSyntax inner => Choice(inner),
        LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax =>
            ((InvocationExpressionSyntax)SyntaxFactory.ParseExpression("global::Zhar.Web.Html.Text()")).AddArgumentListArguments(SyntaxFactory.Argument(branch.WithoutTrivia())),
        _ => null,
    };

    private static InvocationExpressionSyntax Call(string name, ExpressionSyntax test, params ExpressionSyntax[] bodies)
    {
        var arguments = new List<ArgumentSyntax> { SyntaxFactory.Argument(test) };
        arguments.AddRange(bodies.Select(static body => SyntaxFactory.Argument(
            SyntaxFactory.ParenthesizedLambdaExpression(SyntaxFactory.ParameterList(), null, body)
                .WithArrowToken(SyntaxFactory.Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space)))));
        var commas = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Count - 1);
        return SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression($"global::Zhar.Web.Markup.{name}"),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments, commas)));
    }

    private static ExpressionSyntax Not(ExpressionSyntax test) => test switch
    {
        PrefixUnaryExpressionSyntax not when not.IsKind(SyntaxKind.LogicalNotExpression) => not.Operand,
        IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax => SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, test),
        _ => SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, SyntaxFactory.ParenthesizedExpression(test)),
    };

    private static bool IsNothing(ExpressionSyntax branch) => branch switch
    {
        ParenthesizedExpressionSyntax inner => IsNothing(inner.Expression),
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.NullLiteralExpression) || literal.Token.ValueText.Length == 0,
        InterpolatedStringExpressionSyntax text => text.Contents.Count == 0,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty", Expression: PredefinedTypeSyntax or IdentifierNameSyntax } => true,
        _ => false,
    };
}
