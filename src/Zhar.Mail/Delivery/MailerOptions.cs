using Microsoft.Extensions.Configuration;

namespace Zhar.Mail;

/// <summary>The settings of a <see cref="Mailer"/>, of the configuration section <c>Mailer</c>.</summary>
public sealed class MailerOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Mailer";

    /// <summary>How emails leave: <c>Smtp</c>, <c>Local</c>, <c>Test</c> or <c>Log</c>. Default: <c>Local</c> in development, else it has to be named.</summary>
    public string? Adapter { get; set; }

    /// <summary>The sender of emails that name none. Default: none.</summary>
    public EmailAddress? From { get; set; }

    /// <summary>The most recipients of one email. Default 500.</summary>
    public int MaxRecipients { get; set => field = AtLeast(value, 1, nameof(MaxRecipients)); } = 500;

    /// <summary>The most bytes of one email, its files included. Default 25 MB.</summary>
    public int MaxMessageBytes { get; set => field = AtLeast(value, 1, nameof(MaxMessageBytes)); } = 25_000_000;

    /// <summary>How many emails are delivered at the same time by <see cref="Mailer.DeliverLater"/>. Default 5.</summary>
    public int Concurrency { get; set => field = AtLeast(value, 1, nameof(Concurrency)); } = 5;

    /// <summary>How many emails may wait for <see cref="Mailer.DeliverLater"/>. Default 10,000.</summary>
    public int MaxWaiting { get; set => field = AtLeast(value, 1, nameof(MaxWaiting)); } = 10_000;

    /// <summary>How often <see cref="Mailer.DeliverLater"/> tries an email again that may work later: after 2 s, 8 s, 32 s, … Default 3.</summary>
    public int Retries { get; set => field = AtLeast(value, 0, nameof(Retries)); } = 3;

    /// <summary>How many emails the development mailbox keeps; the oldest go first. Default 200.</summary>
    public int MailboxSize { get; set => field = AtLeast(value, 1, nameof(MailboxSize)); } = 200;

    internal static MailerOptions Read(IConfiguration configuration)
    {
        var section = new SettingsReader(configuration, Section);
        var options = new MailerOptions { Adapter = section.Text(nameof(Adapter)) };
        if (section.Text(nameof(From)) is { } from)
            options.From = section.Checked(nameof(From), from, EmailAddress.Parse);
        section.Number(nameof(MaxRecipients), value => options.MaxRecipients = value);
        section.Number(nameof(MaxMessageBytes), value => options.MaxMessageBytes = value);
        section.Number(nameof(Concurrency), value => options.Concurrency = value);
        section.Number(nameof(MaxWaiting), value => options.MaxWaiting = value);
        section.Number(nameof(Retries), value => options.Retries = value);
        section.Number(nameof(MailboxSize), value => options.MailboxSize = value);
        return options;
    }

    private static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} has to be {least} or more.");
}
