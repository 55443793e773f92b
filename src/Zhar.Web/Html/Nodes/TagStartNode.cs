using System.Text;

namespace Zhar.Web;

/// <summary>The start tag of an element whose name was computed, and checked.</summary>
internal sealed class TagStartNode(string name, Attrs? attributes) : HtmlNode
{
    public override void Write(ref HtmlWriter writer)
    {
        Span<byte> utf8 = stackalloc byte[256];
        var tag = name.Length <= utf8.Length ? utf8[..Encoding.ASCII.GetBytes(name, utf8)] : Encoding.ASCII.GetBytes(name);
        writer.Write("<"u8);
        writer.Write(tag);
        attributes?.Value.WriteTo(ref writer, name);
        writer.Write(">"u8);
    }
}
