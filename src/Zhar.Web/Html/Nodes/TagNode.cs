using System.Text;

namespace Zhar.Web;

/// <summary>An element whose name was computed, and checked.</summary>
internal sealed class TagNode(string name, Attrs? attributes, HtmlNode? content) : HtmlNode
{
    public override void Write(ref HtmlWriter writer)
    {
        Span<byte> utf8 = stackalloc byte[256];
        var tag = name.Length <= utf8.Length ? utf8[..Encoding.ASCII.GetBytes(name, utf8)] : Encoding.ASCII.GetBytes(name);
        writer.Write("<"u8);
        writer.Write(tag);
        attributes?.Value.WriteTo(ref writer, name);
        writer.Write(">"u8);
        if (HtmlNames.IsVoid(name))
            return;
        content?.Write(ref writer);
        writer.Write("</"u8);
        writer.Write(tag);
        writer.Write(">"u8);
    }
}
