using System.Collections.Immutable;
using System.Text;
using Zhar.Web;

namespace Zhar.Mail;

/// <summary>A message: a value that is built, then given to a <see cref="Mailer"/>.</summary>
/// <remarks>Each part is checked when it is set: an address that is none and a line break in a header throw there. Source: Swoosh.Email.</remarks>
/// <example>
/// <code>
/// public static Email Welcome(User user) => new()
/// {
///     To = [new(user.Email, user.Name)],
///     Subject = $"Welcome, {user.Name}",
///     Text = $"Good to have you, {user.Name}.",
///     Html = $"&lt;p&gt;Good to have you, &lt;b&gt;{user.Name}&lt;/b&gt;.&lt;/p&gt;",
/// };
///
/// await mailer.Deliver(Welcome(user));
/// </code>
/// </example>
public sealed record Email
{
    /// <summary>Who sends it. <c>null</c>: the address of the setting <c>Mailer:From</c>.</summary>
    public EmailAddress? From { get; init; }

    /// <summary>Who gets it.</summary>
    public ImmutableArray<EmailAddress> To { get; init => field = Present(value); } = [];

    /// <summary>Who gets a copy.</summary>
    public ImmutableArray<EmailAddress> Cc { get; init => field = Present(value); } = [];

    /// <summary>Who gets a copy that the others do not hear of.</summary>
    public ImmutableArray<EmailAddress> Bcc { get; init => field = Present(value); } = [];

    /// <summary>Where answers go. Empty: to <see cref="From"/>.</summary>
    public ImmutableArray<EmailAddress> ReplyTo { get; init => field = Present(value); } = [];

    /// <summary>The subject: one line.</summary>
    /// <exception cref="ArgumentException">It has a line break or another control character.</exception>
    public string Subject { get; init => field = HeaderText.Checked(value, nameof(Subject)); } = "";

    /// <summary>The body as plain text. What has only <see cref="Html"/> is read badly by some; give both.</summary>
    public string? Text { get; init; }

    /// <summary>The body as a page. Holes are escaped, as in any template.</summary>
    public Html Html { get; init; }

    /// <summary>Headers of the application's own, in order.</summary>
    public ImmutableArray<EmailHeader> Headers { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The files that travel along.</summary>
    public ImmutableArray<EmailAttachment> Attachments { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>All who get it, each address once.</summary>
    public IEnumerable<EmailAddress> Recipients => To.Concat(Cc).Concat(Bcc).DistinctBy(static a => a.Address, StringComparer.OrdinalIgnoreCase);

    /// <summary>Says what is missing before it can be sent.</summary>
    internal string? Fault(MailerOptions options)
    {
        if (From is null)
            return "it has no From, and there is no setting Mailer:From. Set one of them";
        var recipients = Recipients.Count();
        if (recipients == 0)
            return "nobody gets it: To, Cc and Bcc are empty";
        if (recipients > options.MaxRecipients)
            return $"it has {recipients} recipients, and at most {options.MaxRecipients} are allowed (Mailer:MaxRecipients). Send it in parts";
        if (Text is null && Html.IsEmpty)
            return "it has no body. Set Text, Html, or both";
        var bytes = (long)Encoding.UTF8.GetByteCount(Text ?? "") + Encoding.UTF8.GetByteCount(Html.ToString()) + Attachments.Sum(static a => (long)a.Content.Length);
        return bytes <= options.MaxMessageBytes ? null : $"it has {bytes} bytes, and at most {options.MaxMessageBytes} are allowed (Mailer:MaxMessageBytes)";
    }

    /// <summary>The subject and who gets it.</summary>
    public override string ToString() => $"\"{Subject}\" to {string.Join(", ", Recipients.Select(static r => r.Address))}";

    private static ImmutableArray<EmailAddress> Present(ImmutableArray<EmailAddress> addresses) => addresses.IsDefault ? []
        : addresses.Contains(null!) ? throw new ArgumentNullException(nameof(addresses), "One of the addresses is null.")
        : addresses;
}
