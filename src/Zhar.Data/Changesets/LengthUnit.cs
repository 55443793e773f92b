namespace Zhar.Data;

/// <summary>What is counted in a text. Source: the count option of Ecto.Changeset.validate_length/3.</summary>
public enum LengthUnit
{
    /// <summary>What a reader sees as a character, however it is composed.</summary>
    Graphemes,

    /// <summary>Code points of Unicode.</summary>
    CodePoints,

    /// <summary>Bytes of UTF-8.</summary>
    Bytes,
}
