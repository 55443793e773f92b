namespace Zhar.Mail;

/// <summary>What an email has to be like; what is null may be anything.</summary>
internal sealed record EmailPattern(string? From, string? To, string? Subject, string? Text, string? Html)
{
    internal bool Matches(Email email) =>
        (From is null || Same(email.From, From))
        && (To is null || email.Recipients.Any(r => Same(r, To)))
        && (Subject is null || email.Subject == Subject)
        && (Text is null || email.Text?.Contains(Text, StringComparison.Ordinal) is true)
        && (Html is null || email.Html.ToString().Contains(Html, StringComparison.Ordinal));

    public override string ToString()
    {
        (string Name, string? Value)[] parts = [("from", From), ("to", To), ("with the subject", Subject), ("with the text", Text), ("with the HTML", Html)];
        return string.Join(' ', parts.Where(static p => p.Value is not null).Select(static p => $"{p.Name} \"{p.Value}\""));
    }

    private static bool Same(EmailAddress? address, string wanted) =>
        address is not null && (string.Equals(address.Address, wanted, StringComparison.OrdinalIgnoreCase) || address.ToString() == wanted);
}
