using System.Globalization;

namespace Zhar.Web;

/// <summary>A value with a text form that is not among the <see cref="Scalars"/>.</summary>
internal sealed class FormattableValue(ISpanFormattable value) : HtmlValue
{
    public override string Description => value.GetType().Name;

    public override void WriteText(ref HtmlWriter writer, in Dynamic dynamic)
    {
        Span<char> text = stackalloc char[128];
        if (value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
            writer.Escape(text[..length]);
        else
            writer.Escape(ToText(dynamic));
    }

    public override void WriteValue(ref HtmlWriter writer, in Dynamic dynamic) => WriteText(ref writer, dynamic);

    public override string ToText(in Dynamic dynamic) => value.ToString(null, CultureInfo.InvariantCulture);
}
