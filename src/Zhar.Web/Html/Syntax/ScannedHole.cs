namespace Zhar.Web;

/// <summary>What the literals around a hole say about it.</summary>
internal sealed class ScannedHole(HoleContext context, string? element, string? attribute)
{
    public HoleContext Context { get; set; } = context;

    /// <summary>The element whose tag or content this is in, in lower case.</summary>
    public string? Element { get; } = element;

    /// <summary>The attribute whose value this is in, in lower case.</summary>
    public string? Attribute { get; } = attribute;

    /// <summary>The attribute's name as written.</summary>
    public string? AttributeSpelling { get; set; }

    /// <summary>The hole is all there is between the quotes, so that the attribute can be left out.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Where the attribute starts in the literal before the hole, with the white space before it.</summary>
    public int AttributeStart { get; set; }

    /// <summary>The literal part of the value before the first hole.</summary>
    public string ValueBefore { get; set; } = "";

    /// <summary>The literal part of the value after this hole, up to the next hole or the quote.</summary>
    public string ValueAfter { get; set; } = "";

    /// <summary>Whether the next hole is in the same value.</summary>
    public bool ContinuesInNext { get; set; }
}
