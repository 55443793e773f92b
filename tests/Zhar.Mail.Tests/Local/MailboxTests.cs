using Zhar.Mail.Tests.Delivery;

namespace Zhar.Mail.Tests.Local;

public sealed class MailboxTests
{
    private static readonly Email Simple = new() { From = "ada@example.org", To = ["bob@example.org"], Subject = "Hello", Text = "Hello, Bob." };

    [Fact]
    public async Task The_mailbox_keeps_the_last_emails_newest_first()
    {
        await using var node = await MailNode.Start(settings: new() { ["Mailer:Adapter"] = "Local", ["Mailer:MailboxSize"] = "3" });

        for (var i = 1; i <= 5; i++)
            await node.Mailer.Deliver(Simple with { Subject = $"{i}" }, TestContext.Current.CancellationToken);

        Assert.Equal(["5", "4", "3"], Mailbox.All(node.Test.Node).Select(static item => item.Email.Subject));
        Assert.Equal("4", Mailbox.At(node.Test.Node, 4)?.Email.Subject);
        Assert.Null(Mailbox.At(node.Test.Node, 2));
    }

    [Fact]
    public async Task Clearing_empties_it_and_numbers_go_on()
    {
        await using var node = await MailNode.Start(settings: new() { ["Mailer:Adapter"] = "Local" });
        await node.Mailer.Deliver(Simple, TestContext.Current.CancellationToken);

        await node.Test.Ref<Mailbox.Ref>().Clear();
        await node.Mailer.Deliver(Simple, TestContext.Current.CancellationToken);

        Assert.Equal([2], Mailbox.All(node.Test.Node).Select(static item => item.Number));
    }
}
