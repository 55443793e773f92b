using System.Globalization;
using System.Text;

namespace Zhar.Web;

/// <summary>The escapes that templates do by themselves, for text that is put together by hand. Source: Phoenix.HTML, Plug.HTML.</summary>
public static class HtmlEscape
{
    /// <summary>Text for between tags and inside quotes: <c>&amp; &lt; &gt; " '</c> become entities. Source: Plug.HTML.html_escape/1.</summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        using var buffer = new HtmlBuffer();
        var writer = new HtmlWriter(buffer);
        writer.Escape(text);
        writer.Flush();
        return buffer.ToString();
    }

    /// <summary>Attributes as they stand in a tag, each with a space before it. Source: Phoenix.HTML.attributes_escape/1.</summary>
    public static string Attributes(params ReadOnlySpan<(string Name, object? Value)> attributes) => Attrs.Of(attributes).ToString();

    /// <summary>Text for inside the quotes of a JavaScript string. It ends neither the string nor the script element. Source: Phoenix.HTML.javascript_escape/1.</summary>
    public static string JavaScript(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append("\\\\"),
                '"' => escaped.Append("\\\""),
                '\'' => escaped.Append("\\'"),
                '`' => escaped.Append("\\`"),
                '$' => escaped.Append("\\$"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                // "</" and "<!--" mean something to the HTML parser even inside a string; the rest may end a line of JavaScript.
                '<' or '>' or '&' or '\u2028' or '\u2029' or < ' ' or '\x7f' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Text as part of a CSS identifier, as <c>#{id}</c> in a selector needs it. Source: CSSOM, CSS.escape(); Phoenix.HTML.css_escape/1.</summary>
    public static string Css(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isFirst = i == 0 || (i == 1 && text[0] == '-');
            if (c == '\0')
                escaped.Append('\ufffd');
            else if (c is < ' ' or '\x7f' || (char.IsAsciiDigit(c) && isFirst))
                escaped.Append(CultureInfo.InvariantCulture, $"\\{(int)c:x} ");
            else if (c >= '\x80' || char.IsAsciiLetterOrDigit(c) || c == '_' || (c == '-' && text.Length > 1))
                escaped.Append(c);
            else
                escaped.Append('\\').Append(c);
        }

        return escaped.ToString();
    }
}
