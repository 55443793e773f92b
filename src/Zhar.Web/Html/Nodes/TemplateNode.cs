namespace Zhar.Web;

/// <summary>A template with its values.</summary>
internal sealed class TemplateNode(int literalLength, int holes) : HtmlNode
{
    private readonly Dynamic[] _dynamics = holes == 0 ? [] : new Dynamic[holes];
    private TemplateCursor _cursor = TemplateCursor.Start(literalLength, holes);
    private int _count;

    public HtmlTemplate Template => _cursor.Template;

    public int Count => _count;

    public void AddLiteral(string literal) => _cursor = _cursor.AfterLiteral(literal);

    public void Add(in Dynamic dynamic)
    {
        _cursor = _cursor.AfterHole();
        _dynamics[_count++] = dynamic;
    }

    public ref readonly Dynamic Dynamic(int index) => ref _dynamics[index];

    /// <summary>The markup in a hole between tags, which a live page compares on its own; <c>null</c> when the hole is text to it.</summary>
    public HtmlNode? NodeAt(int index) => Template.Holes[index].Context == HoleContext.Text ? _dynamics[index].Reference as HtmlNode : null;

    /// <summary>What the hole writes.</summary>
    public string TextAt(int index)
    {
        using var buffer = new HtmlBuffer();
        var writer = new HtmlWriter(buffer);
        Template.Holes[index].Write(ref writer, this, index);
        writer.Flush();
        return buffer.ToString();
    }

    /// <summary>A hash of what the hole writes, which a live page keeps in place of the text. It differs from run to run.</summary>
    public ulong HashAt(int index)
    {
        using var buffer = new HtmlBuffer();
        var writer = new HtmlWriter(buffer);
        Template.Holes[index].Write(ref writer, this, index);
        writer.Flush();
        return HtmlHash.Of(buffer.Written);
    }

    public override void Write(ref HtmlWriter writer) => Template.Write(ref writer, this);
}
