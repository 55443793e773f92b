using System.Security.Cryptography;
using MimeKit;

namespace Zhar.Mail;

/// <summary>Emails as they go over the wire.</summary>
internal static class MimeMessages
{
    internal static MimeMessage Of(Email email)
    {
        var message = new MimeMessage { Subject = email.Subject };
        message.From.Add(Mailbox(email.From!)); // a complete email has a sender
        message.To.AddRange(email.To.Select(Mailbox));
        message.Cc.AddRange(email.Cc.Select(Mailbox));
        message.ReplyTo.AddRange(email.ReplyTo.Select(Mailbox)); // and no Bcc: it would tell
        message.MessageId = NewId(email);
        foreach (var header in email.Headers)
        {
            if (header.Name.Equals("Message-ID", StringComparison.OrdinalIgnoreCase))
                message.MessageId = header.Value.Trim('<', '>');
            else
                message.Headers.Add(header.Name, header.Value);
        }

        message.Body = Body(email);
        return message;
    }

    internal static MailboxAddress Mailbox(EmailAddress address) => new(address.Name, address.Address);

    internal static string NewId(Email email) => $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}@{email.From?.Domain.Trim('[', ']') ?? "localhost"}";

    private static MimeEntity Body(Email email)
    {
        var body = new BodyBuilder { TextBody = email.Text, HtmlBody = email.Html.IsEmpty ? null : email.Html.ToString() };
        foreach (var file in email.Attachments)
        {
            var type = ContentType.Parse(file.ContentType);
            if (file.ContentId is { } id)
                body.LinkedResources.Add(file.FileName, file.Content.ToArray(), type).ContentId = id;
            else
                body.Attachments.Add(file.FileName, file.Content.ToArray(), type);
        }

        return body.ToMessageBody();
    }
}
