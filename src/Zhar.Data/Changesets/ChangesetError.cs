namespace Zhar.Data;

/// <summary>What is wrong with a field: a message with the names of values in braces, and those values, so that it can be translated. Source: the errors of Ecto.Changeset.</summary>
/// <param name="Field">The property, <c>Email</c>.</param>
/// <param name="Message">The template, <c>should be at least {count} character(s)</c>.</param>
/// <param name="Metadata">The values, and what kind of error it is: <c>validation: length</c>.</param>
public sealed record ChangesetError(string Field, string Message, Metadata Metadata)
{
    /// <summary>The message with its values in place.</summary>
    public string Text => new FormError(Message, Metadata).ToString();

    /// <inheritdoc/>
    public override string ToString() => $"{Field} {Text}";
}
