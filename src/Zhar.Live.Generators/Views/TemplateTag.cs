using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhar.Live.Generators.Views;

/// <summary>The tag of a template around one place in it, with the code of its holes in braces.</summary>
internal readonly struct TemplateTag
{
    private readonly string _text;

    private TemplateTag(string text) => _text = text;

    /// <summary>Whether the tag says who gets its events.</summary>
    public bool HasTarget => _text.Contains("phx-target");

    /// <summary>Whether the tag says who gets its events, or may say it: attributes of a hole are not known here.</summary>
    public bool MayHaveTarget => HasTarget || HasAttributesOfAHole();

    /// <summary>Whether its events go to the component whose template this is.</summary>
    public bool TargetsMyself
    {
        get
        {
            var at = _text.IndexOf("phx-target", StringComparison.Ordinal);
            if (at < 0)
                return false;
            var value = _text.Substring(at + "phx-target".Length).TrimStart(' ', '=', '\\', '"', '\'', '{', '$');
            return value.StartsWith("Myself", StringComparison.Ordinal) || value.StartsWith("this.Myself", StringComparison.Ordinal);
        }
    }

    /// <summary>The tag around a place, or <c>null</c> when the place is in none that begins in this template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="part">The text or hole that the place is in.</param>
    /// <param name="offset">The place in the text; 0 for a hole.</param>
    public static TemplateTag? Around(InterpolatedStringExpressionSyntax template, InterpolatedStringContentSyntax part, int offset)
    {
        var all = new System.Text.StringBuilder();
        var at = -1;
        var inHole = new List<(int Start, int End)>();
        foreach (var content in template.Contents)
        {
            if (content == part)
                at = all.Length + offset;
            var text = content.ToString();
            if (content is InterpolationSyntax)
                inHole.Add((all.Length, all.Length + text.Length));
            all.Append(text);
        }

        if (at < 0)
            return null;
        var markup = all.ToString();
        var start = Back(markup, at, inHole);
        return start < 0 ? null : new TemplateTag(markup.Substring(start, Forth(markup, at, inHole) - start));
    }

    /// <summary>Where the tag begins; -1 when a tag ends before one begins.</summary>
    private static int Back(string markup, int at, List<(int Start, int End)> holes)
    {
        for (var i = at - 1; i >= 0; i--)
        {
            if (IsIn(holes, i))
                continue;
            if (markup[i] == '<')
                return i;
            if (markup[i] == '>')
                return -1;
        }

        return -1;
    }

    private static int Forth(string markup, int at, List<(int Start, int End)> holes)
    {
        for (var i = at; i < markup.Length; i++)
        {
            if (markup[i] == '>' && !IsIn(holes, i))
                return i;
        }

        return markup.Length;
    }

    private static bool IsIn(List<(int Start, int End)> holes, int at) => holes.Any(h => at >= h.Start && at < h.End);

    private bool HasAttributesOfAHole()
    {
        var isQuoted = false;
        for (var i = 0; i < _text.Length; i++)
        {
            if (_text[i] == '{' && !isQuoted)
                return true;
            if (_text[i] == '{')
                i = EndOfHole(i);
            else if (_text[i] is '"' or '\'')
                isQuoted = !isQuoted;
        }

        return false;
    }

    private int EndOfHole(int at)
    {
        var depth = 0;
        for (; at < _text.Length; at++)
        {
            depth += _text[at] == '{' ? 1 : _text[at] == '}' ? -1 : 0;
            if (depth == 0)
                return at;
        }

        return _text.Length;
    }
}
