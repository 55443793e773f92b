namespace Zhar.Mail;

/// <summary>An email could not be handed over. The text names the server and the reason, never a password.</summary>
public sealed class MailException : Exception
{
    /// <summary>A failed delivery.</summary>
    public MailException(MailFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>What kind of failure it is.</summary>
    public MailFailure Failure { get; }

    /// <summary>Whether it may work a little later.</summary>
    public bool IsTransient => Failure is MailFailure.Temporary or MailFailure.Connection or MailFailure.Timeout;
}

/// <summary>Why an email could not be handed over.</summary>
public enum MailFailure
{
    /// <summary>The email is not complete, or too large.</summary>
    Invalid,

    /// <summary>The server refused the sender, a recipient or the content for good (5xx).</summary>
    Refused,

    /// <summary>The server cannot take it now (4xx).</summary>
    Temporary,

    /// <summary>The server could not be reached, or broke off, or its certificate is not trusted.</summary>
    Connection,

    /// <summary>The server did not accept the user name and the password, or offers no way to give them.</summary>
    Authentication,

    /// <summary>The server did not answer in time.</summary>
    Timeout,

    /// <summary>Too many emails wait to be delivered.</summary>
    QueueFull,
}
