using Microsoft.Extensions.Logging;

namespace Zhar.Mail;

/// <summary>What is logged. Addresses and subjects are; bodies only by the adapter <c>Log</c>, whose purpose that is: links that log in stand in its lines.</summary>
internal static partial class MailLog
{
    [LoggerMessage(1, LogLevel.Information, "Delivered {Email} as {MessageId}")]
    internal static partial void Delivered(ILogger logger, Email email, string messageId);

    [LoggerMessage(2, LogLevel.Warning, "Could not deliver {Email}, trying again in {Wait}: {Reason}")]
    internal static partial void TriesAgain(ILogger logger, Email email, string reason, TimeSpan wait);

    [LoggerMessage(3, LogLevel.Error, "Could not deliver {Email}: {Reason}")]
    internal static partial void NotDelivered(ILogger logger, Email email, string reason);

    [LoggerMessage(4, LogLevel.Error, "The mailer stopped before {Count} emails were delivered")]
    internal static partial void Lost(ILogger logger, int count);

    [LoggerMessage(5, LogLevel.Information, "Written to the log, not sent: an email from {From} {Email}, {Attachments} files\n{Body}")]
    internal static partial void Written(ILogger logger, EmailAddress from, Email email, int attachments, string body);
}
