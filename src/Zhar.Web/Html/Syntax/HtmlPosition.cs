namespace Zhar.Web;

/// <summary>A place in a template: which literal, and how many characters into it.</summary>
internal readonly struct HtmlPosition(int piece, int offset)
{
    public int Piece { get; } = piece;

    public int Offset { get; } = offset;
}
