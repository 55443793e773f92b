namespace Zhar.Mail;

/// <summary>How emails leave: over SMTP, into the development mailbox, into a test, into the log, or as an application decides.</summary>
/// <remarks>Register one of your own with <c>services.AddSingleton&lt;MailAdapter, MyAdapter&gt;()</c> and name no <c>Mailer:Adapter</c>. Source: Swoosh.Adapter.</remarks>
public abstract class MailAdapter
{
    /// <summary>Hands one complete email over. It has a sender, a recipient and a body.</summary>
    /// <exception cref="MailException">It could not be handed over.</exception>
    public abstract ValueTask<MailReceipt> Deliver(Email email, CancellationToken cancellationToken);

    /// <summary>Whether it takes no time: what is to be delivered later is then delivered at once, in the caller.</summary>
    internal virtual bool IsImmediate => false;

    /// <summary>Whether an email gets to anybody by it. What is written to the log does not.</summary>
    internal virtual bool Sends => true;
}
