using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Zhar.CodeFixes;

/// <summary>ZHAR0256: puts quotes around a hole that is all of a value, <c>class={css}</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UnquotedValueFix() : SyntaxFix("ZHAR0256", "Put the value in quotes")
{
    private protected override SyntaxNode? Fix(SyntaxNode root, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<InterpolationSyntax>() is not { Parent: InterpolatedStringExpressionSyntax template } hole)
            return null;
        var at = template.Contents.IndexOf(hole);
        var before = at > 0 ? (template.Contents[at - 1] as InterpolatedStringTextSyntax)?.TextToken.ValueText : null;
        var after = at + 1 < template.Contents.Count ? (template.Contents[at + 1] as InterpolatedStringTextSyntax)?.TextToken.ValueText : null;
        if (before?.EndsWith("=", StringComparison.Ordinal) != true || !(after is { Length: > 0 } rest && (char.IsWhiteSpace(rest[0]) || rest[0] is '>')))
            return null;

        var quote = template.StringStartToken.Kind() switch
        {
            SyntaxKind.InterpolatedStringStartToken => "\\\"",
            SyntaxKind.InterpolatedVerbatimStringStartToken => "\"\"",
            _ => "\"",
        };
        var text = root.GetText().WithChanges(new TextChange(new TextSpan(hole.SpanStart, 0), quote), new TextChange(new TextSpan(hole.Span.End, 0), quote));
        return root.SyntaxTree.WithChangedText(text).GetRoot(cancellation);
    }
}
