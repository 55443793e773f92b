using Zhar.Docs.Tests.Tutorial2;
using Zhar.Mail;
using Zhar.Testing;

namespace Zhar.Docs.Tests.Readme;

/// <summary>The code of the first pages of the repository and of its packages, run.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task A_counter_counts()
    {
        await using var node = TestNode.Start();
        await node.Run(async _ =>
        {
            Counter.Ref counter = await Counter.StartLink(0, name: Counter.Name);
            int n = await counter.Increment();

            Assert.Equal(1, n);
        });
    }

    [Fact]
    public async Task An_email_is_delivered()
    {
        await using var app = await Web.Testing.ConnTest.Start<Tutorial3.Application, Tutorial3.MyEndpoint>([new("DATABASE_URL", $"sqlite:{Path.GetTempFileName()}"), new("Mailer:Adapter", "Test"), new("Mailer:From", "shop@example.org")]);
        using var inbox = TestInbox.Open();
        var mailer = (Mailer)app.Services.GetService(typeof(Mailer))!; // Configure adds it
        var user = new User { Name = "Ada", Email = "ada@example.org" };

        await mailer.Deliver(new Email
        {
            To = [new(user.Email, user.Name)],
            Subject = $"Welcome, {user.Name}",
            Text = $"Good to have you, {user.Name}.",
            Html = $"<p>Good to have you, <b>{user.Name}</b>.</p>",
        });

        inbox.AssertEmailSent(to: "ada@example.org");
    }
}
