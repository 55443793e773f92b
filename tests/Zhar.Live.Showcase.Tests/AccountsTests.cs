namespace Zhar.Live.Showcase.Tests;

/// <summary>Signing up, logging in, and who may change whom.</summary>
public sealed class AccountsTests : ShowcaseCase
{
    private static readonly Params Registration = Params.Of(("user", Params.Of(("name", "Linus"), ("email", "Linus@Example.org"), ("password", "not so secret"))));

    [Fact]
    public async Task Who_signs_up_is_logged_in()
    {
        var signedUp = await Send(Browser(), "/signup", "/signup", Registration);
        var start = await signedUp.FollowRedirect();

        Assert.Equal("/", signedUp.RedirectedTo());
        Assert.Contains("Welcome, Linus.", start.HtmlResponse(), StringComparison.Ordinal);
        Assert.Contains("Log out", start.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_logs_out_is_nobody_and_can_log_in_again()
    {
        var browser = await SignedUp();
        var loggedOut = await Send(browser, "/", "/login", Params.Empty, "delete");
        Assert.DoesNotContain("Log out", (await loggedOut.FollowRedirect()).HtmlResponse(), StringComparison.Ordinal);

        var loggedIn = await Send(loggedOut, "/login", "/login", Params.Of(("email", " MURRAY@example.org"), ("password", "a long password")));

        Assert.Contains("Welcome back, Grace Murray.", (await loggedIn.FollowRedirect()).HtmlResponse(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("murray@example.org", "another password")]
    [InlineData("murray@example.org", "")]
    [InlineData("nobody@example.org", "a long password")]
    [InlineData("grace@example.org", "a long password")]
    [InlineData("' OR 1=1 --", "' OR 1=1 --")]
    public async Task A_wrong_email_and_a_wrong_password_are_told_the_same_way(string email, string password)
    {
        await SignedUp();

        var refused = await Send(Browser(), "/login", "/login", Params.Of(("email", email), ("password", password)));

        Assert.Contains("Nobody has that email and password.", refused.HtmlResponse(422), StringComparison.Ordinal);
        Assert.Null(refused.Session("user_id"));
    }

    [Fact]
    public async Task A_login_gives_the_session_another_key()
    {
        await SignedUp();
        var before = await Browser().Get("/login");

        var after = await Send(before, "/login", "/login", Params.Of(("email", "murray@example.org"), ("password", "a long password")));

        Assert.NotEqual(before.Session("guest_id"), after.Session("guest_id"));
        Assert.NotNull(after.Session("user_id"));
    }

    [Theory]
    [InlineData("name", "", "can&#39;t be blank")]
    [InlineData("email", "nobody", "must have the @ sign")]
    [InlineData("email", "ada@example.org", "has already been taken")]
    [InlineData("password", "short", "should be at least 10 character(s)")]
    public async Task What_is_wrong_is_said_and_the_password_is_not_sent_back(string field, string value, string error)
    {
        var refused = await Send(Browser(), "/signup", "/signup", Params.Of(("user", Registration.Nested("user").With(field, value))));

        Assert.Contains(error, refused.HtmlResponse(422), StringComparison.Ordinal);
        Assert.DoesNotContain("not so secret", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_a_password_is_changed_by_nobody_else()
    {
        var owner = await SignedUp();

        Assert.Equal(403, (await Browser().Get("/users/4/edit")).Status);
        Assert.Equal(403, (await Send(Browser(), "/users", "/users/4", Params.Of(("user", Params.Of(("name", "Eve")))), "put")).Status);
        Assert.Equal(403, (await Send(Browser(), "/users", "/users/4", Params.Empty, "delete")).Status);
        Assert.Equal("/users/4", (await Send(owner, "/users", "/users/4", Params.Of(("user", Params.Of(("name", "Grace")))), "put")).RedirectedTo());
    }

    [Fact]
    public async Task A_form_without_the_token_of_its_page_is_refused() =>
        Assert.Equal(403, (await Browser().Post("/signup", Registration)).Status);
}
