namespace Zhar.Mail;

/// <summary>An email in the development mailbox.</summary>
/// <param name="Number">Its number, from 1; a later email has a higher one.</param>
/// <param name="At">When it came.</param>
/// <param name="MessageId">Its message id.</param>
/// <param name="Email">The email.</param>
public sealed record MailboxItem(long Number, DateTimeOffset At, string MessageId, Email Email);
