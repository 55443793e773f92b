namespace Zhar.Web;

/// <summary>A piece of markup. Live pages add one of their own for stateful components.</summary>
internal abstract class HtmlNode : HtmlValue
{
    public override string Description => "Html";

    /// <summary>Writes the markup.</summary>
    public abstract void Write(ref HtmlWriter writer);

    public sealed override void WriteText(ref HtmlWriter writer, in Dynamic dynamic) => Write(ref writer);

    public sealed override void WriteValue(ref HtmlWriter writer, in Dynamic dynamic)
    {
        using var buffer = new HtmlBuffer();
        var inner = new HtmlWriter(buffer);
        Write(ref inner);
        inner.Flush();
        writer.WriteQuotedMarkup(buffer.Written);
    }

    public sealed override string ToText(in Dynamic dynamic) => new Html(this).ToString();
}
