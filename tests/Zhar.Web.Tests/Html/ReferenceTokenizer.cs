using System.Text;

namespace Zhar.Web.Tests.Templates;

/// <summary>
/// The HTML Standard's tokenizer (13.2.5), state by state as far as the tests need it, written apart from the scanner that templates use. Start tags come out
/// as <c>&lt;name attribute=value| …&gt;</c>, text as <c>#text</c>, comments and declarations as <c>&lt;!&gt;</c>.
/// </summary>
internal static class ReferenceTokenizer
{
    public static List<string> Tokens(string html)
    {
        var tokens = new List<string>();
        var text = new StringBuilder();
        var at = 0;
        string? content = null;
        while (at < html.Length)
        {
            if (content is not null)
            {
                var end = EndOf(html, at, content);
                var inner = html[at..end];
                text.Append(content is "title" or "textarea" ? Decoded(inner) : inner);
                at = end;
                content = null;
                Flush();
                continue;
            }

            if (html[at] != '<' || at + 1 == html.Length)
            {
                var next = html.IndexOf('<', at + 1);
                text.Append(Decoded(html[at..(next < 0 ? html.Length : next)]));
                at = next < 0 ? html.Length : next;
                continue;
            }

            var c = html[at + 1];
            if (char.IsAsciiLetter(c))
            {
                Flush();
                (var tag, var name, at) = Tag(html, at + 1);
                tokens.Add($"<{tag}>");
                content = name is "script" or "style" or "title" or "textarea" or "xmp" or "iframe" or "noembed" or "noframes" ? name : null;
            }
            else if (c == '/' && at + 2 < html.Length && char.IsAsciiLetter(html[at + 2]))
            {
                Flush();
                (_, var name, at) = Tag(html, at + 2);
                tokens.Add($"</{name}>");
            }
            else if (c == '/' && at + 2 < html.Length && html[at + 2] == '>')
            {
                at += 3;
            }
            else if (c is '!' or '?' or '/')
            {
                Flush();
                at = AfterComment(html, at);
                tokens.Add("<!>");
            }
            else
            {
                text.Append('<');
                at++;
            }
        }

        Flush();
        return tokens;

        void Flush()
        {
            if (text.Length > 0)
                tokens.Add("#" + text);
            text.Clear();
        }
    }

    private static int EndOf(string html, int at, string element)
    {
        for (var i = html.IndexOf("</" + element, at, StringComparison.OrdinalIgnoreCase); i >= 0; i = html.IndexOf("</" + element, i + 1, StringComparison.OrdinalIgnoreCase))
        {
            var after = i + 2 + element.Length;
            if (after < html.Length && (IsSpace(html[after]) || html[after] is '/' or '>'))
                return i;
        }

        return html.Length;
    }

    private static int AfterComment(string html, int at)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) != 0)
            return html.IndexOf('>', at) is var bogus && bogus < 0 ? html.Length : bogus + 1;
        if (string.CompareOrdinal(html, at + 4, ">", 0, 1) == 0)
            return at + 5;
        if (string.CompareOrdinal(html, at + 4, "->", 0, 2) == 0)
            return at + 6;
        var dashes = html.IndexOf("-->", at + 4, StringComparison.Ordinal);
        var bang = html.IndexOf("--!>", at + 4, StringComparison.Ordinal);
        if (dashes < 0 && bang < 0)
            return html.Length;
        return bang >= 0 && (dashes < 0 || bang < dashes) ? bang + 4 : dashes + 3;
    }

    private static (string Tag, string Name, int After) Tag(string html, int at)
    {
        var start = at;
        while (at < html.Length && !IsSpace(html[at]) && html[at] is not ('/' or '>'))
            at++;
        var name = html[start..at].ToLowerInvariant();
        var tag = new StringBuilder(name);
        while (true)
        {
            while (at < html.Length && (IsSpace(html[at]) || html[at] == '/'))
                at++;
            if (at >= html.Length)
                return (tag.ToString(), name, at);
            if (html[at] == '>')
                return (tag.ToString(), name, at + 1);

            start = at++;
            while (at < html.Length && !IsSpace(html[at]) && html[at] is not ('/' or '>' or '='))
                at++;
            tag.Append(' ').Append(html[start..at].ToLowerInvariant());
            while (at < html.Length && IsSpace(html[at]))
                at++;
            if (at >= html.Length || html[at] != '=')
                continue;
            at++;
            while (at < html.Length && IsSpace(html[at]))
                at++;
            if (at >= html.Length)
                continue;
            string value;
            if (html[at] is '"' or '\'')
            {
                var end = html.IndexOf(html[at], at + 1) is var quote && quote < 0 ? html.Length : quote;
                value = html[(at + 1)..end];
                at = Math.Min(end + 1, html.Length);
            }
            else
            {
                start = at;
                while (at < html.Length && !IsSpace(html[at]) && html[at] != '>')
                    at++;
                value = html[start..at];
            }

            tag.Append('=').Append(Decoded(value)).Append('|');
        }
    }

    /// <summary>The entities that an escape writes, and those that a hostile text would have decoded once more.</summary>
    private static string Decoded(string text)
    {
        var decoded = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '&')
            {
                decoded.Append(text[i]);
                continue;
            }

            var rest = text.AsSpan(i + 1);
            var (character, length) = rest switch
            {
                ['#', 'x' or 'X', .. var hex] when Digits(hex, 16) is > 0 and var n => ((char)Convert.ToInt32(hex[..n].ToString(), 16), 2 + n + (hex.Length > n && hex[n] == ';' ? 1 : 0)),
                ['#', .. var digits] when Digits(digits, 10) is > 0 and var n => ((char)int.Parse(digits[..n], System.Globalization.CultureInfo.InvariantCulture), 1 + n + (digits.Length > n && digits[n] == ';' ? 1 : 0)),
                ['l', 't', ';', ..] => ('<', 3),
                ['g', 't', ';', ..] => ('>', 3),
                ['a', 'm', 'p', ';', ..] => ('&', 4),
                ['q', 'u', 'o', 't', ';', ..] => ('"', 5),
                ['a', 'p', 'o', 's', ';', ..] => ('\'', 5),
                ['l', 't', ..] => ('<', 2),
                ['g', 't', ..] => ('>', 2),
                ['a', 'm', 'p', ..] => ('&', 3),
                ['q', 'u', 'o', 't', ..] => ('"', 4),
                _ => ('&', 0),
            };
            decoded.Append(character);
            i += length;
        }

        return decoded.ToString();
    }

    private static int Digits(ReadOnlySpan<char> text, int radix)
    {
        var n = 0;
        while (n < text.Length && n < 6 && (radix == 16 ? char.IsAsciiHexDigit(text[n]) : char.IsAsciiDigit(text[n])))
            n++;
        return n;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}
