namespace Zhar.Mail;

/// <summary>Puts emails into the inbox of the test that they come from. Source: Swoosh.Adapters.Test.</summary>
internal sealed class TestAdapter : MailAdapter
{
    internal override bool IsImmediate => true;

    public override ValueTask<MailReceipt> Deliver(Email email, CancellationToken cancellationToken)
    {
        var receipt = new MailReceipt(MimeMessages.NewId(email));
        (TestInbox.Current ?? throw new InvalidOperationException("""
            An email was delivered by the Test adapter, and no test waits for it. Open an inbox in the test, before what sends the email is started:

                using var inbox = TestInbox.Open();
            """)).Add(email);
        return new(receipt);
    }
}
