using Microsoft.Extensions.Configuration;

namespace Zhar.Mail.Tests.Smtp;

public sealed class SmtpAdapterTests
{
    private const string Password = "correct horse battery";

    private static readonly Email Simple = new()
    {
        From = new("ada@example.org", "Ada"),
        To = ["bob@example.org"],
        Bcc = ["secret@example.org"],
        Subject = "Hello",
        Text = "Hello, Bob.\n.\nA dot alone on a line ends nothing.",
    };

    [Fact]
    public async Task An_email_is_handed_over_with_its_envelope()
    {
        await using var server = new SmtpServer();

        var receipt = await Adapter(server).Deliver(Simple, TestContext.Current.CancellationToken);

        Assert.Contains("taken as 42", receipt.Response, StringComparison.Ordinal);
        Assert.Contains(server.Lines, static l => l.StartsWith("MAIL FROM:<ada@example.org>", StringComparison.Ordinal));
        Assert.Contains(server.Lines, static l => l.StartsWith("RCPT TO:<bob@example.org>", StringComparison.Ordinal));
        Assert.Contains(server.Lines, static l => l.StartsWith("RCPT TO:<secret@example.org>", StringComparison.Ordinal));
        var message = Assert.Single(server.Messages);
        Assert.Contains(receipt.Id, message, StringComparison.Ordinal);
        Assert.Contains("A dot alone on a line ends nothing.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@example.org", message, StringComparison.Ordinal);
        Assert.Equal("QUIT", server.Lines[^1]);
    }

    [Fact]
    public async Task It_signs_in_when_there_is_a_user_name()
    {
        await using var server = new SmtpServer(null, "AUTH PLAIN");

        await Adapter(server, o => (o.Username, o.Password) = ("ada", Password)).Deliver(Simple, TestContext.Current.CancellationToken);

        var given = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"\0ada\0{Password}"));
        Assert.Contains($"AUTH PLAIN {given}", server.Lines);
    }

    [Theory]
    [InlineData("RCPT TO:<bob@example.org>", "550 5.1.1 no such user", MailFailure.Refused, "the recipient bob@example.org: 550")]
    [InlineData("RCPT TO:<bob@example.org>", "450 4.2.1 busy", MailFailure.Temporary, "the recipient bob@example.org: 450")]
    [InlineData("MAIL FROM:<ada@example.org>", "553 5.1.8 not you", MailFailure.Refused, "the sender ada@example.org: 553")]
    [InlineData("DATA", "554 5.7.1 no", MailFailure.Refused, "refused while sending: 554")]
    [InlineData("END OF DATA", "452 4.3.1 disk full", MailFailure.Temporary, "refused while sending: 452")]
    [InlineData("END OF DATA", "drop", MailFailure.Connection, "while sending")]
    [InlineData("CONNECT", "421 4.3.2 closing", MailFailure.Temporary, "421")]
    [InlineData("CONNECT", "drop", MailFailure.Connection, "while connecting")]
    [InlineData("CONNECT", "SSH-2.0-OpenSSH_9.2", MailFailure.Connection, "does not speak SMTP")]
    public async Task A_failure_says_what_the_server_said(string line, string answer, MailFailure failure, string text)
    {
        await using var server = new SmtpServer(l => l.StartsWith(line, StringComparison.Ordinal) ? answer : null);

        var e = await Assert.ThrowsAsync<MailException>(() => Adapter(server).Deliver(Simple, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(failure, e.Failure);
        Assert.Contains(text, e.Message, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{server.Port}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("535 5.7.8 wrong")]
    [InlineData("535 5.7.8 wrong: " + Password)]
    public async Task The_password_is_in_no_error(string answer)
    {
        await using var server = new SmtpServer(l => l.StartsWith("AUTH", StringComparison.Ordinal) ? answer : null, "AUTH PLAIN LOGIN");

        var e = await Assert.ThrowsAsync<MailException>(() => Adapter(server, o => (o.Username, o.Password) = ("ada", Password)).Deliver(Simple, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(MailFailure.Authentication, e.Failure);
        Assert.Contains("Smtp:Password", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        await using var server = new SmtpServer(static l => l == "CONNECT" ? "silence" : null);

        var e = await Assert.ThrowsAsync<MailException>(() => Adapter(server, o => o.Timeout = TimeSpan.FromMilliseconds(200)).Deliver(Simple, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(MailFailure.Timeout, e.Failure);
        Assert.Contains("Smtp:Timeout is 00:00:00.2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_STARTTLS_is_refused_before_anything_is_said()
    {
        await using var server = new SmtpServer(null, "AUTH PLAIN");

        var e = await Assert.ThrowsAsync<MailException>(() => Adapter(server, o =>
        {
            o.Security = SmtpSecurity.StartTls;
            (o.Username, o.Password) = ("ada", Password);
        }).Deliver(Simple, TestContext.Current.CancellationToken).AsTask());

        Assert.Contains("offers no STARTTLS", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Lines, static l => l.StartsWith("AUTH", StringComparison.Ordinal) || l.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var server = new SmtpServer();
        var port = server.Port;
        await server.DisposeAsync();

        var e = await Assert.ThrowsAsync<MailException>(() => new SmtpAdapter(Options(port)).Deliver(Simple, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(MailFailure.Connection, e.Failure);
        Assert.True(e.IsTransient);
        Assert.Contains($"127.0.0.1:{port}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_delivery_is_cancelled()
    {
        await using var server = new SmtpServer(static l => l == "CONNECT" ? "silence" : null);
        using var cancelled = new CancellationTokenSource();

        var delivery = Adapter(server).Deliver(Simple, cancelled.Token).AsTask();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("Smtp:Host", "", "no setting Smtp:Host")]
    [InlineData("Smtp:Port", "70000", "Smtp:Port is '70000'. It has to be a port")]
    [InlineData("Smtp:Port", "many", "Smtp:Port is 'many'")]
    [InlineData("Smtp:Security", "SSL", "StartTls, Tls or None")]
    [InlineData("Smtp:Timeout", "soon", "a time such as 00:00:15")]
    [InlineData("Smtp:Username", "ada", "no Smtp:Password")]
    public void A_wrong_setting_is_named(string name, string value, string text)
    {
        var settings = new Dictionary<string, string?> { ["Smtp:Host"] = "mail.example.org", [name] = value };

        var e = Assert.Throws<InvalidOperationException>(() => SmtpOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Assert.Contains(text, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_never_sent_in_the_clear_to_another_machine()
    {
        var settings = new Dictionary<string, string?> { ["Smtp:Host"] = "mail.example.org", ["Smtp:Security"] = "None", ["Smtp:Username"] = "ada", ["Smtp:Password"] = Password };

        var e = Assert.Throws<InvalidOperationException>(() => SmtpOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        Assert.Contains("in the clear", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, e.Message, StringComparison.Ordinal);
    }

    private static SmtpAdapter Adapter(SmtpServer server, Action<SmtpOptions>? configure = null)
    {
        var options = Options(server.Port);
        configure?.Invoke(options);
        return new(options);
    }

    private static SmtpOptions Options(int port) => new() { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None, LocalDomain = "client.example.org", Timeout = TimeSpan.FromSeconds(10) };
}
