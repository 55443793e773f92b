namespace Zhar.Web;

/// <summary>A value whose text has to be escaped, with leave to stand where other text may not.</summary>
internal abstract class TextValue(string text) : HtmlValue
{
    public string Text => text;

    public override void WriteText(ref HtmlWriter writer, in Dynamic dynamic) => writer.Escape(text);

    public override void WriteValue(ref HtmlWriter writer, in Dynamic dynamic) => writer.Escape(text);

    public override string ToText(in Dynamic dynamic) => text;
}

/// <summary>A truth value: it says whether an attribute is there, or is the word.</summary>
internal sealed class BooleanValue(bool value) : HtmlValue
{
    public static readonly BooleanValue True = new(true);
    public static readonly BooleanValue False = new(false);

    public bool Value => value;

    public override bool IsNumber => true;

    public override string Description => "a truth value";

    public override void WriteText(ref HtmlWriter writer, in Dynamic dynamic) => writer.Write(value ? "true"u8 : "false"u8);

    public override void WriteValue(ref HtmlWriter writer, in Dynamic dynamic) => WriteText(ref writer, dynamic);

    public override string ToText(in Dynamic dynamic) => value ? "true" : "false";
}
