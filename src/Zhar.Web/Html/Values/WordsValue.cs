namespace Zhar.Web;

/// <summary>Words with a space between them, as a list of classes is. Empty ones are left out.</summary>
internal sealed class WordsValue(IEnumerable<string?> words) : HtmlValue
{
    // Counted once: the sequence may be a query.
    private readonly string _text = string.Join(' ', words.Where(static w => !string.IsNullOrWhiteSpace(w)));

    public override bool IsAbsent => _text.Length == 0;

    public override string Description => "a list of words";

    public override void WriteText(ref HtmlWriter writer, in Dynamic dynamic) =>
        throw new HtmlTemplateException("A list of strings stands between tags. Write each one with Each(items, i => $\"…\"), or join them with string.Join.");

    public override void WriteValue(ref HtmlWriter writer, in Dynamic dynamic) => writer.Escape(_text);

    public override string ToText(in Dynamic dynamic) => _text;
}
