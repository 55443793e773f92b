namespace Zhar.Data;

/// <summary>A message in place of a validator's own: a text, or a text and more metadata.</summary>
/// <param name="Text">The template; names of metadata in braces.</param>
/// <param name="Metadata">Added to the error's metadata.</param>
public sealed record ErrorMessage(string Text, Metadata? Metadata = null)
{
    /// <summary>A text.</summary>
    public static implicit operator ErrorMessage(string text) => new(text);

    /// <summary>A text and more metadata.</summary>
    public static implicit operator ErrorMessage((string Text, Metadata Metadata) pair) => new(pair.Text, pair.Metadata);
}
