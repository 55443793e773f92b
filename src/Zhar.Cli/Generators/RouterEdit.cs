using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.Cli.Generators;

/// <summary>Adds routes to a router: inside the scope that they belong to, which is made when it is missing.</summary>
internal static class RouterEdit
{
    /// <summary>Adds lines to the scope of a path and a pipeline.</summary>
    /// <param name="source">The router.</param>
    /// <param name="path">The path of the scope: <c>/</c> or <c>/api</c>.</param>
    /// <param name="pipeline">The pipeline: <c>Browser</c> or <c>Api</c>.</param>
    /// <param name="lines">The routes, for a scope that is called <c>s</c>.</param>
    /// <returns>Null when the router has no such pipeline or no method Routes.</returns>
    internal static string? AddToScope(string source, string path, string pipeline, string lines)
    {
        var root = SourceEdit.Root(source);
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            var arguments = call.ArgumentList.Arguments;
            if (call.Expression.ToString() != "Scope" || arguments.Count < 3 || Literal(arguments[0].Expression) != path || arguments[1].Expression.ToString() != pipeline || arguments[2].Expression is not SimpleLambdaExpressionSyntax lambda)
                continue;
            return AddToLambda(source, lambda, lines);
        }

        if (!root.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(v => v.Identifier.ValueText == pipeline))
            return null;
        return SourceEdit.AddToMethod(source, "Routes", $$"""

            Scope("{{path}}", {{pipeline}}, s =>
            {
            {{SourceEdit.Indented(lines, "    ").TrimEnd('\n')}}
            });
            """);
    }

    /// <summary>Adds live routes: to the live session of the browser scope that has a layout, or to the scope itself.</summary>
    /// <param name="source">The router.</param>
    /// <param name="routes">What follows <c>live.</c>, a line each.</param>
    /// <param name="session">The name of the live session.</param>
    internal static string? AddLive(string source, IReadOnlyList<string> routes, string session = "app")
    {
        var root = SourceEdit.Root(source);
        foreach (var call in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LiveSession" }
                && call.ArgumentList.Arguments is [{ Expression: var name }, _, { Expression: SimpleLambdaExpressionSyntax lambda }, ..] && Literal(name) == session)
                return AddToLambda(source, lambda, string.Join('\n', routes.Select(r => $"{lambda.Parameter.Identifier.ValueText}.{r}")));
        }

        return AddToScope(source, "/", "Browser", string.Join('\n', routes.Select(static r => $"s.{r}")));
    }

    private static string? AddToLambda(string source, SimpleLambdaExpressionSyntax lambda, string lines)
    {
        var parameter = lambda.Parameter.Identifier.ValueText;
        if (parameter != "s")
            lines = string.Join('\n', lines.Split('\n').Select(l => l.StartsWith("s.", StringComparison.Ordinal) ? parameter + l[1..] : l));
        if (lines.Split('\n', StringSplitOptions.TrimEntries).All(l => source.Contains(l, StringComparison.Ordinal)))
            return source;
        if (lambda.Body is BlockSyntax block)
            return SourceEdit.InsertBefore(source, block.CloseBraceToken, SourceEdit.Indented(lines, SourceEdit.IndentOf(source, block.CloseBraceToken) + "    "));

        // s => s.Get(…): a block with the same statement, and the new ones behind it.
        var indent = SourceEdit.IndentOf(source, lambda.GetFirstToken());
        var statement = lambda.Body.ToString();
        var text = $"\n{indent}{{\n{indent}    {statement};\n{SourceEdit.Indented(lines, indent + "    ")}{indent}}}";
        var start = lambda.ArrowToken.Span.End;
        return source.Remove(start, lambda.Body.Span.End - start).Insert(start, text);
    }

    private static string? Literal(ExpressionSyntax expression) => expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression) ? literal.Token.ValueText : null;
}
