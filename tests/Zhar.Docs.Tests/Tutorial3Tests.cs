using Zhar.Docs.Tests.Tutorial2;
using Zhar.Mail;
using Zhar.Web.Testing;

namespace Zhar.Docs.Tests.Tutorial3;

public sealed class PagesTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private ConnTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<Application, MyEndpoint>(
        [new("DATABASE_URL", $"sqlite:{_file}"), new("Mailer:Adapter", "Test")]);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_user_signs_up()
    {
        var created = await _app.Conn().Json("POST", "/api/users", """{"user":{"name":"Ada","email":"ada@example.org"}}""");
        var page = await _app.Conn().Get("/users");

        Assert.Equal(201, created.Status);
        Assert.Contains("<li><a href=\"/users/1\">Ada</a></li>", page.HtmlResponse(200));
    }
}

/// <summary>What else the page says.</summary>
public sealed class Tutorial3Tests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-docs-").FullName;
    private ConnTest _app = null!; // set before any test

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<Application, MyEndpoint>(
        [new("DATABASE_URL", $"sqlite:{Path.Combine(_folder, "my_app.db")}"), new("Mailer:Adapter", "Test")]);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_same_user_is_a_page_and_json()
    {
        await _app.Conn().Json("POST", "/api/users", """{"user":{"name":"Ada <3","email":"ada@example.org"}}""");

        Assert.Contains("<h1>Ada &lt;3</h1>", (await _app.Conn().Get("/users/1")).HtmlResponse(), StringComparison.Ordinal);
        Assert.Equal("""{"id":1,"name":"Ada <3","email":"ada@example.org"}""", System.Text.RegularExpressions.Regex.Unescape((await _app.Conn().Get("/api/users/1")).Body));
    }

    [Theory]
    [InlineData("/users/one", "text/html", 400)]
    [InlineData("/users/99", "text/html", 404)]
    [InlineData("/users", "image/png", 406)]
    public async Task What_does_not_fit_gets_the_status_that_the_page_names(string path, string accept, int status) =>
        Assert.Equal(status, (await _app.Conn().PutHeader("accept", accept).Get(path)).Status);

    [Fact]
    public async Task A_wrong_form_comes_again_and_a_right_one_leaves_a_flash_for_one_page()
    {
        var form = await _app.Conn().Get("/users/new");
        var token = System.Text.RegularExpressions.Regex.Match(form.HtmlResponse(), "name=\"_csrf_token\" value=\"([^\"]+)\"").Groups[1].Value;

        var wrong = await form.Post("/users", Params.Of(("_csrf_token", token), ("user", Params.Of(("name", "Ada"), ("email", "nowhere")))));
        var right = await form.Post("/users", Params.Of(("_csrf_token", token), ("user", Params.Of(("name", "Ada"), ("email", "ada@example.org")))));
        var page = await right.FollowRedirect();

        Assert.Contains("has invalid format", wrong.HtmlResponse(422), StringComparison.Ordinal);
        Assert.Equal("/users/1", right.RedirectedTo());
        Assert.Contains("Welcome, Ada.", page.HtmlResponse(), StringComparison.Ordinal);
        Assert.DoesNotContain("Welcome, Ada.", (await page.Get("/users/1")).HtmlResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_email_says_who_is_welcome()
    {
        using var inbox = TestInbox.Open();
        var mailer = (Mailer)_app.Services.GetService(typeof(Mailer))!; // Configure adds it

        await mailer.Deliver(UserEmail.Welcome(new User { Name = "Ada & co", Email = "ada@example.org" }) with { From = "shop@example.org" });

        inbox.AssertEmailSent(to: "ada@example.org", subject: "Welcome, Ada & co", html: "<b>Ada &amp; co</b>");
    }
}
