using Microsoft.Extensions.Logging;

namespace Zhar.Mail;

/// <summary>Writes emails into the log, with their text, and sends nothing. Source: Swoosh.Adapters.Logger.</summary>
internal sealed class LogAdapter(ILogger logger) : MailAdapter
{
    internal override bool Sends => false;

    public override ValueTask<MailReceipt> Deliver(Email email, CancellationToken cancellationToken)
    {
        MailLog.Written(logger, email.From!, email, email.Attachments.Length, email.Text ?? email.Html.ToString()); // a complete email has a sender
        return new(new MailReceipt(MimeMessages.NewId(email)));
    }
}
