using System.Text.RegularExpressions;
using Zhar;
using Zhar.Data;
using Zhar.Mail;
using Zhar.Web.Testing;

namespace MyApp.Tests;

public sealed partial class UserAuthTests(TestApp app) : ConnCase(app)
{
    private const string RememberCookie = "_my_app_remember_me";

    private static readonly Params Password = Params.Of(("password", "a long password"), ("password_confirmation", "a long password"));

    [Fact]
    public async Task Who_signs_up_gets_a_link_and_is_logged_in_by_it()
    {
        using var inbox = TestInbox.Open();
        var signed = await SendForm(Conn(), "/users/register", "/users/register", Params.Of(("user", Params.Of(("email", "ada@example.org")))));
        Assert.Contains("We have sent a link", (await signed.FollowRedirect()).HtmlResponse());

        var email = await inbox.ExpectEmail();
        var path = Link().Match(email.Text!).Value;
        var page = await (await SendForm(signed, path, path, Params.Empty)).FollowRedirect();

        Assert.Contains("ada@example.org", page.HtmlResponse());
        Assert.Contains("Log out", page.Body);
        Assert.NotNull((await Get<Accounts>().FindByEmail("ada@example.org"))?.ConfirmedAt);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused()
    {
        await Register();

        var page = await SendForm(Conn(), "/users/register", "/users/register", Params.Of(("user", Params.Of(("email", "ada@example.org")))));

        Assert.Contains("has already been taken", page.HtmlResponse(422));
    }

    [Fact]
    public async Task A_password_logs_in_and_a_wrong_one_does_not()
    {
        await RegisterWithPassword();

        var wrong = await LogInBy(Conn(), "another password");
        var right = await LogInBy(Conn(), "a long password");

        Assert.Contains("The email or the password is wrong.", wrong.HtmlResponse(422));
        Assert.Contains("Log out", (await right.FollowRedirect()).HtmlResponse());
    }

    [Fact]
    public async Task Nobody_learns_whether_an_address_is_known()
    {
        await Register();
        using var inbox = TestInbox.Open();

        var known = await SendForm(Conn(), "/users/log-in", "/users/log-in", Params.Of(("user", Params.Of(("email", "ada@example.org")))));
        var unknown = await SendForm(Conn(), "/users/log-in", "/users/log-in", Params.Of(("user", Params.Of(("email", "eve@example.org")))));

        Assert.Equal(known.Flash("info"), unknown.Flash("info"));
        Assert.Equal(known.RedirectedTo(), unknown.RedirectedTo());
    }

    [Fact]
    public async Task A_link_works_once()
    {
        var secret = await Get<Accounts>().StartLogin(await Register());

        await SendForm(Conn(), $"/users/log-in/{secret}", $"/users/log-in/{secret}", Params.Empty);

        Assert.Equal("/users/log-in", (await Conn().Get($"/users/log-in/{secret}")).RedirectedTo());
    }

    [Fact]
    public async Task Who_logs_out_is_out()
    {
        var inside = await LogIn("ada@example.org");
        Assert.Contains("ada@example.org", (await inside.Get("/")).HtmlResponse());

        var outside = await (await SendForm(inside, "/", "/users/log-out", Params.Empty, "delete")).FollowRedirect();

        Assert.Contains("You are logged out.", outside.HtmlResponse());
        Assert.DoesNotContain("ada@example.org", outside.Body);
    }

    [Fact]
    public async Task Settings_are_for_who_is_logged_in_and_the_way_leads_back_to_them()
    {
        await RegisterWithPassword();

        var refused = await Conn().Get("/users/settings");
        Assert.Equal("/users/log-in", refused.RedirectedTo());

        Assert.Equal("/users/settings", (await LogInBy(refused, "a long password")).RedirectedTo());
    }

    [Fact]
    public async Task Who_wants_to_be_remembered_is_logged_in_after_the_browser_was_closed()
    {
        await RegisterWithPassword();
        var forgotten = await LogInBy(Conn(), "a long password");
        var remembered = await SendForm(Conn(), "/users/log-in", "/users/log-in", Params.Of(("user", Params.Of(("email", "ada@example.org"), ("password", "a long password"), ("remember_me", "true")))));
        Assert.Null(forgotten.Cookie(RememberCookie));

        var opened = await Conn().PutCookie(RememberCookie, remembered.Cookie(RememberCookie)!).Get("/");

        Assert.Contains("ada@example.org", opened.HtmlResponse());
        var outside = await SendForm(opened, "/", "/users/log-out", Params.Empty, "delete");
        Assert.True(string.IsNullOrEmpty(outside.Cookie(RememberCookie)));
        Assert.DoesNotContain("ada@example.org", (await Conn().PutCookie(RememberCookie, remembered.Cookie(RememberCookie)!).Get("/")).HtmlResponse());
    }

    [Fact]
    public async Task A_session_that_is_used_lasts()
    {
        var inside = await LogIn();
        var weekAgo = DateTime.UtcNow.AddDays(-8);
        await Repo.UpdateAll(Query.From<UserToken>(), set => set.Set(t => t.InsertedAt, weekAgo));

        var visited = await inside.Get("/");

        Assert.Contains("ada@example.org", visited.HtmlResponse());
        Assert.NotEqual(inside.Session("user_token"), visited.Session("user_token"));
        Assert.Contains("ada@example.org", (await visited.Get("/")).HtmlResponse());
    }

    [Fact]
    public async Task What_is_dangerous_asks_to_log_in_once_more()
    {
        await RegisterWithPassword();
        var inside = await LogInBy(Conn(), "a long password");
        DateTime? hourAgo = DateTime.UtcNow.AddHours(-1);
        await Repo.UpdateAll(Query.From<UserToken>(), set => set.Set(t => t.AuthenticatedAt, hourAgo));

        var refused = await inside.Get("/users/settings");
        Assert.Equal("/users/log-in", refused.RedirectedTo());

        Assert.Equal("/users/settings", (await LogInBy(refused, "a long password")).RedirectedTo());
    }

    [Fact]
    public async Task Another_address_is_used_once_its_link_is_opened()
    {
        await RegisterWithPassword();
        using var inbox = TestInbox.Open();
        var inside = await SendForm(await LogInBy(Conn(), "a long password"), "/users/settings", "/users/settings/email", Params.Of(("user", Params.Of(("email", "lovelace@example.org")))), "put");
        var email = await inbox.ExpectEmail();
        Assert.Equal("lovelace@example.org", Assert.Single(email.To).Address);

        var confirmed = await inside.Get(Link().Match(email.Text!).Value);

        Assert.Contains("Your address is lovelace@example.org now.", (await confirmed.FollowRedirect()).HtmlResponse());
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_in_the_settings()
    {
        await RegisterWithPassword();
        (await Get<Accounts>().Register(Params.Of(("email", "eve@example.org")))).OrThrow();

        var refused = await SendForm(await LogInBy(Conn(), "a long password"), "/users/settings", "/users/settings/email", Params.Of(("user", Params.Of(("email", "eve@example.org")))), "put");

        Assert.Contains("has already been taken", refused.HtmlResponse(422));
    }

    [Fact]
    public async Task A_password_is_changed_in_the_settings_and_other_browsers_are_logged_out()
    {
        await RegisterWithPassword();
        var elsewhere = await LogInBy(Conn(), "a long password");
        var inside = await LogInBy(Conn(), "a long password");

        var changed = await SendForm(inside, "/users/settings", "/users/settings/password", Params.Of(("user", Params.Of(("password", "another password"), ("password_confirmation", "another password")))), "put");

        Assert.Contains("The password is changed.", (await changed.FollowRedirect()).HtmlResponse());
        Assert.DoesNotContain("ada@example.org", (await elsewhere.Get("/")).HtmlResponse());
        Assert.Equal(302, (await LogInBy(Conn(), "another password")).Status);
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_link()
    {
        await Register();
        using var inbox = TestInbox.Open();
        await SendForm(Conn(), "/users/reset-password", "/users/reset-password", Params.Of(("user", Params.Of(("email", "ada@example.org")))));
        var path = Link().Match((await inbox.ExpectEmail()).Text!).Value;

        var changed = await SendForm(Conn(), path, path, Params.Of(("user", Password)), "put");

        Assert.Equal("/users/log-in", changed.RedirectedTo());
        Assert.Equal(302, (await LogInBy(Conn(), "a long password")).Status);
        Assert.Equal("/users/reset-password", (await Conn().Get(path)).RedirectedTo());
    }

    private async Task<User> Register() => (await Get<Accounts>().Register(Params.Of(("email", "ada@example.org")))).OrThrow();

    private async Task RegisterWithPassword() => (await Get<Accounts>().SetPassword(await Register(), Password)).OrThrow();

    private static Task<TestConn> LogInBy(TestConn browser, string password) =>
        SendForm(browser, "/users/log-in", "/users/log-in", Params.Of(("user", Params.Of(("email", "ada@example.org"), ("password", password)))));

    [GeneratedRegex("/users/[a-z/-]+/[0-9a-f]{64}")]
    private static partial Regex Link();
}
