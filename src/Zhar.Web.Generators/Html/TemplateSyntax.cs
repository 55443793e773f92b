using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Zhar.Web.Generators;

/// <summary>A template in the source: its literals as the compiler reads them, its holes, and where each character stands.</summary>
internal sealed class TemplateSyntax
{
    private readonly List<string> _literals = [];
    private readonly List<List<int>> _positions = [];
    private readonly StringBuilder _literal = new();
    private readonly SyntaxTree _tree;
    private List<int> _at = [];

    private TemplateSyntax(SyntaxTree tree) => _tree = tree;

    /// <summary>The literals around the holes; one more than those.</summary>
    public IReadOnlyList<string> Literals => _literals;

    public List<InterpolationSyntax> Holes { get; } = [];

    /// <summary>Reads an interpolated string, or several joined with <c>+</c>.</summary>
    public static TemplateSyntax Read(SyntaxNode expression)
    {
        var template = new TemplateSyntax(expression.SyntaxTree);
        template.Add(expression);
        template.EndLiteral(expression.Span.End);
        return template;
    }

    /// <summary>The place of <paramref name="length"/> characters of a literal.</summary>
    public Location Place(HtmlPosition start, int length)
    {
        var positions = _positions[start.Piece];
        var first = positions[Math.Min(start.Offset, positions.Count - 1)];
        var end = start.Offset + length < positions.Count ? positions[start.Offset + length] : positions[positions.Count - 1];
        return Location.Create(_tree, TextSpan.FromBounds(first, Math.Max(first, end)));
    }

    private void Add(SyntaxNode expression)
    {
        switch (expression)
        {
            case BinaryExpressionSyntax sum:
                Add(sum.Left);
                Add(sum.Right);
                break;
            case ParenthesizedExpressionSyntax inner:
                Add(inner.Expression);
                break;
            case InterpolatedStringExpressionSyntax text:
                foreach (var content in text.Contents)
                {
                    if (content is InterpolationSyntax hole)
                        AddHole(hole);
                    else if (content is InterpolatedStringTextSyntax literal)
                        AddLiteral(literal.TextToken, text.StringStartToken.Kind());
                }

                break;
        }
    }

    private void AddHole(InterpolationSyntax hole)
    {
        EndLiteral(hole.SpanStart);
        Holes.Add(hole);
    }

    private void EndLiteral(int position)
    {
        _at.Add(position);
        _positions.Add(_at);
        _at = [];
        _literals.Add(_literal.ToString());
        _literal.Clear();
    }

    /// <summary>Walks the source and the value side by side. Escapes make one character of several; of a raw string's lines the indentation is gone.</summary>
    private void AddLiteral(SyntaxToken token, SyntaxKind start)
    {
        var source = token.Text;
        var value = token.ValueText;
        var isRaw = start is SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken;
        var from = 0;
        for (var to = 0; to < value.Length; to++)
        {
            while (isRaw && from < source.Length && source[from] != value[to])
                from++;
            _at.Add(token.SpanStart + Math.Min(from, source.Length));
            _literal.Append(value[to]);
            if (!isRaw)
                from += UnitLength(source, from, value, ref to, start == SyntaxKind.InterpolatedVerbatimStringStartToken);
            else
                from++;
        }
    }

    /// <summary>How many characters of the source make the character of the value.</summary>
    private int UnitLength(string source, int from, string value, ref int to, bool isVerbatim)
    {
        if (from >= source.Length)
            return 1;
        var next = from + 1 < source.Length ? source[from + 1] : '\0';
        if (isVerbatim && source[from] == '"' && next == '"')
            return 2;
        if (source[from] is '{' or '}' && next == source[from])
        {
            // The token keeps doubled braces; the literal has one.
            if (to + 1 < value.Length && value[to + 1] == value[to])
                to++;
            return 2;
        }

        if (isVerbatim || source[from] != '\\')
            return 1;
        switch (next)
        {
            case 'u':
                return 6;
            case 'U':
                // Two characters beyond the basic plane; both stand at the escape.
                if (to + 1 < value.Length && char.IsHighSurrogate(value[to]))
                {
                    _at.Add(_at[_at.Count - 1]);
                    _literal.Append(value[++to]);
                }

                return 10;
            case 'x':
                var digits = 0;
                while (digits < 4 && from + 2 + digits < source.Length && Uri.IsHexDigit(source[from + 2 + digits]))
                    digits++;
                return 2 + digits;
            default:
                return 2;
        }
    }
}
