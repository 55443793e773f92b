namespace Zhar.Web;

/// <summary>Markup that somebody vouches for.</summary>
internal sealed class RawNode(string markup) : HtmlNode
{
    public string Markup => markup;

    public override void Write(ref HtmlWriter writer) => writer.WriteChars(markup);
}

/// <summary>Text that became Html, as an argument of that type needs it.</summary>
internal sealed class TextNode(string text) : HtmlNode
{
    public string Text => text;

    public override void Write(ref HtmlWriter writer) => writer.Escape(text);
}
