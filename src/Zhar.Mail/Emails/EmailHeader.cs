namespace Zhar.Mail;

/// <summary>A header of the application's own: <c>new("X-Campaign", "spring")</c>.</summary>
public sealed record EmailHeader
{
    /// <summary>A header.</summary>
    /// <exception cref="ArgumentException">The name is not a header's, belongs to a property of <see cref="Email"/>, or the value has a line break or another control character.</exception>
    public EmailHeader(string name, string value)
    {
        Name = HeaderText.CheckedName(name);
        Value = HeaderText.Checked(value, $"The header {name}");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its text, before it is encoded.</summary>
    public string Value { get; }
}
