namespace Zhar.Mail;

/// <summary>An assertion about sent emails failed.</summary>
public sealed class MailAssertionException(string message) : Exception(message);
