using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web;
using Zhar.Web.Testing;

namespace Zhar.Mail.Tests.Local;

public sealed class MailboxPlugTests
{
    private static readonly Email Evil = new()
    {
        From = new("ada@example.org", "<script>alert(1)</script>"),
        To = ["bob@example.org"],
        Bcc = ["secret@example.org"],
        Subject = "<img src=x onerror=alert(1)>",
        Text = "<b>not bold</b>",
        Html = Html.Raw("<p>Hello <img src=\"cid:logo\"><script>alert(1)</script></p>"),
        Headers = [new("X-Campaign", "spring & summer")],
        Attachments = [new("report \"1\".txt", Encoding.UTF8.GetBytes("numbers"), "text/html"), new("logo.png", new byte[] { 1 }, "image/png") { ContentId = "logo" }],
    };

    [Fact]
    public async Task An_empty_mailbox_says_what_will_come()
    {
        await using var app = await Start();

        var page = (await app.Conn().Get("/dev/mailbox")).HtmlResponse();

        Assert.Contains("No emails yet.", page, StringComparison.Ordinal);
        Assert.Contains("nothing leaves this machine", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_and_the_email_escape_what_the_email_says()
    {
        await using var app = await Start();
        await Deliver(app, Evil);

        foreach (var path in new[] { "/dev/mailbox", "/dev/mailbox/1", "/dev/mailbox/1?show=text", "/dev/mailbox/1?show=headers" })
        {
            var conn = await app.Conn().Get(path);
            var page = conn.HtmlResponse();
            Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", conn.Header("content-security-policy"), StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", conn.Header("content-security-policy"), StringComparison.Ordinal);
        }

        Assert.Contains("secret@example.org", (await app.Conn().Get("/dev/mailbox/1")).Body, StringComparison.Ordinal);
        Assert.Contains("spring &amp; summer", (await app.Conn().Get("/dev/mailbox/1?show=headers")).Body, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;not bold&lt;/b&gt;", (await app.Conn().Get("/dev/mailbox/1?show=text")).Body, StringComparison.Ordinal);
        Assert.Contains("<iframe sandbox", (await app.Conn().Get("/dev/mailbox/1")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_html_of_an_email_is_shut_in_on_its_own_page()
    {
        await using var app = await Start();
        await Deliver(app, Evil);

        var conn = await app.Conn().Get("/dev/mailbox/1/html");

        Assert.Contains("<img src=\"/dev/mailbox/1/files/1\">", conn.HtmlResponse(), StringComparison.Ordinal);
        var policy = conn.Header("content-security-policy")!;
        Assert.StartsWith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        foreach (var right in (string[])["allow-scripts", "allow-forms", "allow-same-origin", "allow-top-navigation"])
            Assert.DoesNotContain(right, policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_downloaded_and_never_run()
    {
        await using var app = await Start();
        await Deliver(app, Evil);

        var file = await app.Conn().Get("/dev/mailbox/1/files/0");

        Assert.Equal((200, "numbers"), (file.Status, file.Body));
        Assert.StartsWith("attachment; filename=", file.Header("content-disposition"), StringComparison.Ordinal);
        Assert.StartsWith("sandbox", file.Header("content-security-policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", file.Header("x-content-type-options"));
        Assert.StartsWith("inline", (await app.Conn().Get("/dev/mailbox/1/files/1")).Header("content-disposition"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/mailbox/2")]
    [InlineData("/dev/mailbox/-1")]
    [InlineData("/dev/mailbox/99999999999999999999")]
    [InlineData("/dev/mailbox/1/files/2")]
    [InlineData("/dev/mailbox/1/files/-1")]
    [InlineData("/dev/mailbox/1/../../etc/passwd")]
    [InlineData("/dev/mailbox/1/nothing")]
    [InlineData("/dev/mailbox/clear")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await using var app = await Start();
        await Deliver(app, Evil);

        Assert.Equal(404, (await app.Conn().Get(path)).Status);
    }

    [Fact]
    public async Task Clearing_works_from_the_page_and_from_nowhere_else()
    {
        await using var app = await Start();
        await Deliver(app, Evil);

        Assert.Equal(403, (await app.Conn().Post("/dev/mailbox/clear")).Status);
        Assert.Equal(403, (await app.Conn().PutHeader("origin", "http://evil.example.org").PutHeader("sec-fetch-site", "cross-site").Post("/dev/mailbox/clear")).Status);
        Assert.Single(Mailbox.All(app.Node));
        var done = await app.Conn().PutHeader("origin", "http://www.example.com").Post("/dev/mailbox/clear");

        Assert.Equal(303, done.Status);
        Assert.Empty(Mailbox.All(app.Node));
    }

    [Fact]
    public async Task Other_programs_read_it_as_json()
    {
        await using var app = await Start();
        await Deliver(app, Evil);

        var json = await app.Conn().Get("/dev/mailbox/emails.json");

        using var emails = System.Text.Json.JsonDocument.Parse(json.Body);
        Assert.Equal("<b>not bold</b>", emails.RootElement[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task In_production_there_is_no_mailbox()
    {
        await using var app = await Start("Production");

        Assert.Equal(404, (await app.Conn().Get("/dev/mailbox")).Status);
    }

    private static Task<ConnTest> Start(string environment = "Test") =>
        ConnTest.Start<MailApplication, MailEndpoint>([new("Mailer:Adapter", "Local")], environment: environment);

    private static Task Deliver(ConnTest app, Email email) => app.Services.GetRequiredService<Mailer>().Deliver(email);

    private sealed class MailApplication : ZharApplication
    {
        protected override void Configure(IServiceCollection services, IConfiguration config) => services.AddMailer(config);

        protected override SupervisorSpec Start() => Supervisor.OneForOne(PubSub.Child(), Mailer.Child(), MailEndpoint.Child());
    }

    private sealed class MailEndpoint : EndpointBase
    {
        protected override void Plugs(PlugBuilder p) => p.Router<MailRouter>();
    }

    private sealed class MailRouter : Router
    {
        protected override void Routes() => Scope("/", static s => s.Forward("/dev/mailbox", new MailboxPlug()));
    }
}
