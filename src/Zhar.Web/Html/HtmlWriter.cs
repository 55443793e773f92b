using System.Buffers;
using System.Text.Unicode;

namespace Zhar.Web;

/// <summary>Writes UTF-8 into a buffer, escaping as it goes. <see cref="Flush"/> comes last.</summary>
internal ref struct HtmlWriter(IBufferWriter<byte> output)
{
    private const int SmallestSpan = 1024;
    private static readonly SearchValues<char> Escaped = SearchValues.Create("&<>\"'");
    private static readonly SearchValues<byte> QuotesAndBrackets = SearchValues.Create("<>\"'"u8);

    private Span<byte> _span;
    private int _at;

    /// <summary>Markup, as it is.</summary>
    public void Write(scoped ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > _span.Length - _at)
            Grow(utf8.Length);
        utf8.CopyTo(_span[_at..]);
        _at += utf8.Length;
    }

    /// <summary>Text, so that it is nothing but text both between tags and inside quotes.</summary>
    public void Escape(scoped ReadOnlySpan<char> text)
    {
        while (true)
        {
            var special = text.IndexOfAny(Escaped);
            WriteChars(special < 0 ? text : text[..special]);
            if (special < 0)
                return;
            Write(Entity(text[special]));
            text = text[(special + 1)..];
        }
    }

    /// <summary>Markup, as it is. What is no valid UTF-16 becomes U+FFFD.</summary>
    public void WriteChars(scoped ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            if (_span.Length - _at < Math.Min(text.Length, SmallestSpan))
                Grow(text.Length);
            Utf8.FromUtf16(text, _span[_at..], out var read, out var written);
            _at += written;
            text = text[read..];
            if (text.Length > 0)
                Grow(text.Length);
        }
    }

    /// <summary>A number or a date: text that has nothing to escape.</summary>
    public void WriteFormatted<T>(T value, scoped ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        int written;
        while (!value.TryFormat(_span[_at..], out written, format, System.Globalization.CultureInfo.InvariantCulture))
            Grow((_span.Length - _at) + 128);
        _at += written;
    }

    /// <summary>Markup that is put between quotes: its entities stay, its quotes and brackets become entities.</summary>
    public void WriteQuotedMarkup(scoped ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            var special = utf8.IndexOfAny(QuotesAndBrackets);
            Write(special < 0 ? utf8 : utf8[..special]);
            if (special < 0)
                return;
            Write(Entity((char)utf8[special]));
            utf8 = utf8[(special + 1)..];
        }
    }

    public void Flush()
    {
        output.Advance(_at);
        _at = 0;
        _span = default;
    }

    private void Grow(int more)
    {
        if (_at > 0)
            Flush();
        _span = output.GetSpan(Math.Max(more, SmallestSpan));
    }

    private static ReadOnlySpan<byte> Entity(char c) => c switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        _ => "&#39;"u8,
    };
}
