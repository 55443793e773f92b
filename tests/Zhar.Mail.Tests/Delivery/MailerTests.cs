using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web;

namespace Zhar.Mail.Tests.Delivery;

public sealed class MailerTests
{
    private static readonly Email Simple = new() { To = ["bob@example.org"], Subject = "Hello", Text = "Hello, Bob." };

    private static readonly Dictionary<string, string?> From = new() { ["Mailer:From"] = "Shop <shop@example.org>" };

    [Fact]
    public async Task The_sender_comes_from_the_settings_unless_the_email_names_one()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter, From);

        foreach (var (email, sender) in new[] { (Simple, "shop@example.org"), (Simple with { From = "ada@example.org" }, "ada@example.org") })
        {
            var delivery = node.Mailer.Deliver(email, TestContext.Current.CancellationToken);
            var (delivered, answer) = await adapter.Next();
            answer.SetResult(new MailReceipt("1"));

            Assert.Equal("1", (await delivery).Id);
            Assert.Equal(sender, delivered.From?.Address);
        }
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        await using var node = await MailNode.Start(new ScriptedAdapter(), new() { ["Mailer:MaxRecipients"] = "2", ["Mailer:MaxMessageBytes"] = "100" });
        var complete = Simple with { From = "ada@example.org" };

        await Refused(Simple, "no setting Mailer:From");
        await Refused(complete with { To = [] }, "nobody gets it");
        await Refused(complete with { Text = null }, "it has no body");
        await Refused(complete with { To = ["a@example.org", "b@example.org", "c@example.org"] }, "it has 3 recipients, and at most 2");
        await Refused(complete with { Attachments = [new("a.bin", new byte[200])] }, "at most 100 are allowed (Mailer:MaxMessageBytes)");
        await Refused(complete with { Text = null, Html = Html.Text(new string('x', 101)) }, "it has 101 bytes, and at most 100");
        await Refused(complete with { Text = new string('é', 60) }, "it has 120 bytes, and at most 100");

        async Task Refused(Email email, string text)
        {
            var e = await Assert.ThrowsAsync<MailException>(() => node.Mailer.Deliver(email));
            Assert.Equal(MailFailure.Invalid, e.Failure);
            Assert.Contains(text, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failure_can_be_a_value()
    {
        var adapter = new ScriptedAdapter();
        await using var node = await MailNode.Start(adapter, From);

        var delivery = node.Mailer.TryDeliver(Simple, TestContext.Current.CancellationToken);
        (await adapter.Next()).Answer.SetException(new MailException(MailFailure.Refused, "no such user"));

        var error = Assert.IsType<Error<MailReceipt>>(await delivery);
        Assert.Equal(("Refused", "no such user"), (error.Reason.Tag, error.Reason.Value));
    }

    [Theory]
    [InlineData("Mailer:Adapter", "pigeon", "The setting Mailer:Adapter is 'pigeon'. It has to be Smtp, Local")]
    [InlineData("Mailer:Adapter", "smtp", "no setting Smtp:Host")]
    [InlineData("Mailer:Adapter", "", "There is no setting Mailer:Adapter")]
    [InlineData("Mailer:From", "nobody", "The setting Mailer:From is 'nobody'.")]
    [InlineData("Mailer:Concurrency", "0", "Concurrency has to be 1 or more")]
    [InlineData("Mailer:Retries", "often", "The setting Mailer:Retries is 'often'.")]
    public void A_wrong_setting_is_named(string name, string value, string text)
    {
        var services = new ServiceCollection().AddMailer(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build()).BuildServiceProvider();

        var e = Assert.Throws<InvalidOperationException>(services.GetRequiredService<Mailer>);

        Assert.Contains(text, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_adapter_writes_the_text()
    {
        await using var node = await MailNode.Start(settings: new(From) { ["Mailer:Adapter"] = "Log" });

        await node.Mailer.Deliver(Simple with { Html = Html.Raw("<p>Hello</p>") }, TestContext.Current.CancellationToken);

        Assert.Contains(node.Test.Log.Entries, static e => e.Message.Contains("Hello, Bob.", StringComparison.Ordinal) && e.Message.Contains("bob@example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_adapter_says_that_nothing_was_sent()
    {
        var node = await MailNode.Start(settings: new(From) { ["Mailer:Adapter"] = "Log" });

        await node.Mailer.DeliverLater(Simple);
        await node.DisposeAsync(); // waits for what is on its way

        Assert.Contains(node.Test.Log.Entries, static e => e.Message.StartsWith("Written to the log, not sent: ", StringComparison.Ordinal));
        Assert.DoesNotContain(node.Test.Log.Entries, static e => e.Message.StartsWith("Delivered", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_mail_server_the_start_names_the_setting_and_the_way_without()
    {
        var services = new ServiceCollection().AddMailer(new ConfigurationBuilder().AddInMemoryCollection([new("Mailer:Adapter", "Smtp")]).Build()).BuildServiceProvider();

        var e = Assert.Throws<InvalidOperationException>(services.GetRequiredService<Mailer>);

        Assert.Contains("Smtp__Host=mail.example.com", e.Message, StringComparison.Ordinal);
        Assert.Contains("Mailer__Adapter=Log", e.Message, StringComparison.Ordinal);
    }
}
