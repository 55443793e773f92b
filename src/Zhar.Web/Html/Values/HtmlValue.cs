namespace Zhar.Web;

/// <summary>Everything but a string that a hole can be given. What it may be, the place decides: see <see cref="HtmlHole"/>.</summary>
internal abstract class HtmlValue
{
    /// <summary>Writes it between tags.</summary>
    public abstract void WriteText(ref HtmlWriter writer, in Dynamic dynamic);

    /// <summary>Writes it inside quotes. That it is there at all was asked before.</summary>
    public abstract void WriteValue(ref HtmlWriter writer, in Dynamic dynamic);

    /// <summary>As text that is not escaped yet, where the whole of a value has to be seen, as that of a URL.</summary>
    public abstract string ToText(in Dynamic dynamic);

    /// <summary>Whether an attribute with this value is left out.</summary>
    public virtual bool IsAbsent => false;

    /// <summary>Digits and the like, which mean the same in every place.</summary>
    public virtual bool IsNumber => false;

    /// <summary>What the type is called in an error.</summary>
    public abstract string Description { get; }
}
