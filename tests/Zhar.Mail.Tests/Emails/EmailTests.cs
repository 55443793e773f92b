using System.Text;
using Zhar.Web;

namespace Zhar.Mail.Tests.Emails;

public sealed class EmailTests
{
    private static readonly Email Simple = new() { From = "ada@example.org", To = ["bob@example.org"], Subject = "Hello", Text = "Hello, Bob." };

    [Theory]
    [InlineData("Hello\r\nBcc: eve@example.org")]
    [InlineData("Hello\nthere")]
    [InlineData("Hello\r")]
    [InlineData("Hello\0")]
    public void A_subject_is_one_line(string subject)
    {
        var e = Assert.Throws<ArgumentException>(() => Simple with { Subject = subject });

        Assert.Contains("Subject has ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Campaign", "spring\r\nBcc: eve@example.org", "a line break")]
    [InlineData("X-Campaign", "spring\0", "U+0000")]
    [InlineData("X Campaign", "spring", "not the name of a header")]
    [InlineData("X-Campaign:", "spring", "not the name of a header")]
    [InlineData("X-Ä", "spring", "not the name of a header")]
    [InlineData("", "spring", "not the name of a header")]
    [InlineData("Bcc", "eve@example.org", "Set the property instead")]
    [InlineData("subject", "again", "Set the property instead")]
    [InlineData("Content-Type", "text/html", "Set the property instead")]
    public void A_header_cannot_be_smuggled_into_another(string name, string value, string reason)
    {
        var e = Assert.Throws<ArgumentException>(() => new EmailHeader(name, value));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../etc/passwd", "text/plain")]
    [InlineData("a\\b.txt", "text/plain")]
    [InlineData("a\r\nX-Evil: 1", "text/plain")]
    [InlineData("a.txt", "text/plain\r\nX-Evil: 1")]
    [InlineData("a.txt", "nonsense")]
    [InlineData("", "text/plain")]
    public void The_name_and_the_type_of_a_file_are_checked(string name, string type) =>
        Assert.ThrowsAny<ArgumentException>(() => new EmailAttachment(name, new byte[1], type));

    [Fact]
    public void The_message_has_all_parts_and_does_not_tell_of_bcc()
    {
        var email = Simple with
        {
            To = [new("bob@example.org", "Bob Ünïcode")],
            Cc = ["cc@example.org"],
            Bcc = ["secret@example.org"],
            ReplyTo = ["reply@example.org"],
            Subject = "Grüße",
            Html = Html.Raw("<p>Hello</p>"),
            Headers = [new("X-Campaign", "spring"), new("Message-ID", "<one@example.org>")],
            Attachments = [new("report.txt", Encoding.UTF8.GetBytes("numbers"), "text/plain"), new("logo.png", new byte[] { 1, 2 }, "image/png") { ContentId = "logo" }],
        };

        using var message = MimeMessages.Of(email);
        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        var wire = Encoding.UTF8.GetString(bytes.ToArray());
        bytes.Position = 0;
        using var read = MimeKit.MimeMessage.Load(bytes);

        Assert.DoesNotContain("secret@example.org", wire, StringComparison.Ordinal);
        Assert.Equal("Grüße", read.Subject);
        Assert.Equal("Bob Ünïcode", read.To.Mailboxes.Single().Name);
        Assert.Equal("reply@example.org", read.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal("one@example.org", read.MessageId);
        Assert.Equal("spring", read.Headers["X-Campaign"]);
        Assert.Equal("Hello, Bob.", read.TextBody?.Trim());
        Assert.Equal("<p>Hello</p>", read.HtmlBody?.Trim());
        Assert.Equal(["report.txt"], read.Attachments.Select(static a => a.ContentDisposition?.FileName));
        Assert.Contains(read.BodyParts, static part => part.ContentId == "logo");
    }

    [Fact]
    public void Everybody_gets_it_once() => Assert.Equal(
        ["a@example.org", "b@example.org"],
        (Simple with { To = ["a@example.org"], Cc = ["A@example.org"], Bcc = ["b@example.org"] }).Recipients.Select(static r => r.Address));
}
