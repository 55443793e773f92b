using Zhar.Mail.Tests.Delivery;

namespace Zhar.Mail.Tests.Testing;

public sealed class TestInboxTests
{
    private static readonly Dictionary<string, string?> Settings = new() { ["Mailer:Adapter"] = "Test", ["Mailer:From"] = "Shop <shop@example.org>" };

    private static readonly Email Simple = new() { To = ["Bob <bob@example.org>"], Cc = ["cc@example.org"], Subject = "Hello", Text = "Hello, Bob." };

    [Fact]
    public async Task What_the_test_sends_is_in_its_inbox()
    {
        await using var node = await MailNode.Start(settings: Settings);
        using var inbox = TestInbox.Open();

        await node.Mailer.Deliver(Simple, TestContext.Current.CancellationToken);
        await node.Mailer.DeliverLater(Simple with { Subject = "Later" });

        Assert.Equal("Hello", inbox.AssertEmailSent(from: "shop@example.org", to: "BOB@example.org", subject: "Hello", text: "Bob").Subject);
        inbox.AssertEmailSent(to: "cc@example.org", subject: "Later");
        inbox.AssertEmailSent(static e => e.Cc.Length == 1);
        inbox.RefuteEmailSent(to: "eve@example.org");
        Assert.Equal(2, inbox.Emails.Count);
    }

    [Fact]
    public async Task Processes_that_the_test_starts_deliver_there_too()
    {
        await using var node = await MailNode.Start(settings: Settings);
        using var inbox = TestInbox.Open();

        await node.Test.Run(async _ =>
        {
            Process.SpawnLink(async _ => await node.Mailer.Deliver(Simple));
            await inbox.ExpectEmail(static e => e.Subject == "Hello");
        });

        inbox.AssertEmailSent(to: "bob@example.org");
    }

    [Fact]
    public async Task Tests_beside_each_other_have_inboxes_of_their_own()
    {
        await using var node = await MailNode.Start(settings: Settings);

        var counts = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => Task.Run(async () =>
        {
            using var inbox = TestInbox.Open();
            for (var i = 0; i < n; i++)
                await node.Mailer.Deliver(Simple);
            return inbox.Emails.Count;
        })));

        Assert.Equal(Enumerable.Range(1, 20), counts);
    }

    [Fact]
    public async Task A_failed_assertion_lists_what_was_sent()
    {
        await using var node = await MailNode.Start(settings: Settings);
        using var inbox = TestInbox.Open();
        Assert.Contains("None was sent at all.", Assert.Throws<MailAssertionException>(() => inbox.AssertEmailSent(to: "bob@example.org")).Message, StringComparison.Ordinal);

        await node.Mailer.Deliver(Simple, TestContext.Current.CancellationToken);

        var missing = Assert.Throws<MailAssertionException>(() => inbox.AssertEmailSent(to: "eve@example.org", subject: "Hello"));
        Assert.Contains("No email to \"eve@example.org\" with the subject \"Hello\" was sent.", missing.Message, StringComparison.Ordinal);
        Assert.Contains("from shop@example.org \"Hello\" to bob@example.org, cc@example.org", missing.Message, StringComparison.Ordinal);
        Assert.Throws<MailAssertionException>(() => inbox.RefuteEmailSent());
        await Assert.ThrowsAsync<MailAssertionException>(() => inbox.ExpectEmail(static e => e.Subject == "x", TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task Without_an_inbox_the_error_says_what_to_write()
    {
        await using var node = await MailNode.Start(settings: Settings);

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => node.Mailer.Deliver(Simple));

        Assert.Contains("using var inbox = TestInbox.Open();", e.Message, StringComparison.Ordinal);
    }
}
