namespace Zhar.Mail;

/// <summary>Puts emails into the development mailbox. Source: Swoosh.Adapters.Local.</summary>
internal sealed class LocalAdapter(Node? node) : MailAdapter
{
    public override async ValueTask<MailReceipt> Deliver(Email email, CancellationToken cancellationToken)
    {
        var mailbox = new Mailbox.Ref(node is null ? new ServerRef(Mailbox.Name) : new ServerRef(Mailbox.Name, node));
        var kept = await mailbox.Keep(email, MimeMessages.NewId(email));
        return new MailReceipt(kept.MessageId);
    }
}
