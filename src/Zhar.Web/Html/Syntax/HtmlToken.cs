namespace Zhar.Web;

internal enum HtmlTokenKind
{
    /// <summary>The start of a start tag, up to its name. Its attributes follow, then <see cref="StartTagEnd"/>.</summary>
    StartTag,
    Attribute,
    StartTagEnd,
    EndTag,

    /// <summary>Text that is more than white space.</summary>
    Text,
    Hole,
    Comment,
    Declaration,
}

/// <summary>One step of a template.</summary>
/// <param name="kind">What it is.</param>
/// <param name="name">The tag's or attribute's name in lower case, else empty.</param>
/// <param name="start">Where the name or the thing starts.</param>
internal sealed class HtmlToken(HtmlTokenKind kind, string name, HtmlPosition start)
{
    public HtmlTokenKind Kind { get; } = kind;

    public string Name { get; } = name;

    public HtmlPosition Start { get; } = start;

    /// <summary>Of a <see cref="HtmlTokenKind.StartTagEnd"/>: it was <c>/&gt;</c>.</summary>
    public bool IsSelfClosing { get; set; }

    /// <summary>Of a <see cref="HtmlTokenKind.Hole"/>: which.</summary>
    public int Hole { get; set; } = -1;

    /// <summary>Of an attribute: its literal value; <c>null</c> when it has none, or a hole is in it.</summary>
    public string? Value { get; set; }

    /// <summary>Of an attribute: a hole is in its value.</summary>
    public bool HasHole { get; set; }
}
