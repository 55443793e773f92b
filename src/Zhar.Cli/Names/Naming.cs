using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Zhar.Cli.Names;

/// <summary>Names in the three ways that they are written: <c>blog_post</c>, <c>BlogPost</c>, <c>Blog post</c>.</summary>
internal static partial class Naming
{
    /// <summary><c>BlogPost</c>, <c>blog-post</c> and <c>blog post</c> are <c>blog_post</c>.</summary>
    internal static string Underscore(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is '-' or ' ' or '.')
            {
                text.Append('_');
                continue;
            }

            var startsWord = char.IsAsciiLetterUpper(c) && i > 0 && name[i - 1] is not ('_' or '-' or ' ' or '.') && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary><c>blog_post</c> is <c>BlogPost</c>.</summary>
    internal static string Pascal(string name) =>
        string.Concat(Underscore(name).Split('_', StringSplitOptions.RemoveEmptyEntries).Select(static w => char.ToUpperInvariant(w[0]) + w[1..]));

    /// <summary>
    /// A member whose name becomes <paramref name="name"/> again: <c>BlogPost</c>, but <c>Line_2</c> for <c>line_2</c>, since <c>Line2</c> would be the
    /// column <c>line2</c>.
    /// </summary>
    internal static string Member(string name) => Underscore(Pascal(name)) == name
        ? Pascal(name)
        : string.Join('_', name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(static w => char.ToUpperInvariant(w[0]) + w[1..]));

    /// <summary><c>blog_post</c> is <c>blogPost</c>.</summary>
    internal static string Camel(string name) => Pascal(name) is { Length: > 0 } pascal ? char.ToLowerInvariant(pascal[0]) + pascal[1..] : "";

    /// <summary><c>blog_post</c> is <c>Blog post</c>.</summary>
    internal static string Human(string name) => Underscore(name).Replace('_', ' ') is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : "";

    /// <summary>Whether it can be the name of a type in C#: letters and digits, a capital first, no word of the language.</summary>
    internal static bool IsTypeName(string name) => TypeName().IsMatch(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None;

    /// <summary>Whether it can be the name of a column and, in capitals, of a property.</summary>
    internal static bool IsFieldName(string name) => FieldName().IsMatch(name) && !name.Contains("__", StringComparison.Ordinal) && !name.EndsWith('_');

    /// <summary>Whether it is a word of C#, which a parameter would have to be escaped for.</summary>
    internal static bool IsKeyword(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None;

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex TypeName();

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex FieldName();
}
