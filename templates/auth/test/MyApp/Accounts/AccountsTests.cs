using Zhar;
using Zhar.Data;

namespace MyApp.Tests;

public sealed class AccountsTests(TestApp app) : DataCase(app)
{
    private static readonly Params Password = Params.Of(("password", "a long password"), ("password_confirmation", "a long password"));

    private Accounts Accounts => Get<Accounts>();

    [Fact]
    public async Task An_address_is_kept_once_in_small_letters()
    {
        var user = await Register(" Ada@Example.org ");

        Assert.Equal("ada@example.org", user.Email);
        Assert.Equal(user.Id, (await Accounts.FindByEmail("ADA@example.org"))?.Id);
        Assert.IsType<Invalid<User>>(await Accounts.Register(Params.Of(("email", "ada@example.org"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("ada @example.org")]
    [InlineData("ada@example.org, eve@example.org")]
    public async Task What_is_no_address_is_refused(string email) => Assert.IsType<Invalid<User>>(await Accounts.Register(Params.Of(("email", email))));

    [Fact]
    public async Task A_link_logs_in_once_and_confirms_the_address()
    {
        var secret = await Accounts.StartLogin(await Register());

        var user = await Accounts.FinishLogin(secret);

        Assert.NotNull(user?.ConfirmedAt);
        Assert.Null(await Accounts.FinishLogin(secret));
    }

    [Fact]
    public async Task A_token_is_good_for_its_purpose_only()
    {
        var user = await Register();
        var login = await Accounts.StartLogin(user);

        Assert.Null(await Accounts.FindSession(login));
        Assert.Null(await Accounts.PeekReset(login));
        Assert.Null(await Accounts.PeekLogin(await Accounts.StartSession(user)));
        Assert.Null(await Accounts.FindSession("unknown"));
    }

    [Fact]
    public async Task The_database_does_not_know_the_secret()
    {
        var secret = await Accounts.StartSession(await Register());

        Assert.DoesNotContain(secret, (await Repo.All(Query.From<UserToken>())).Select(t => t.Hash));
    }

    [Fact]
    public async Task A_password_is_checked()
    {
        var user = (await Accounts.SetPassword(await Register(), Password)).OrThrow();

        Assert.Equal(user.Id, (await Accounts.FindByPassword("ada@example.org", "a long password"))?.Id);
        Assert.Null(await Accounts.FindByPassword("ada@example.org", "another password"));
        Assert.Null(await Accounts.FindByPassword("eve@example.org", "a long password"));
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("a long password", "another password")]
    [InlineData("", "")]
    public async Task A_password_that_is_short_or_mistyped_is_refused(string password, string confirmation) =>
        Assert.IsType<Invalid<User>>(await Accounts.SetPassword(await Register(), Params.Of(("password", password), ("password_confirmation", confirmation))));

    [Fact]
    public async Task Another_password_ends_all_sessions()
    {
        var user = await Register();
        var session = await Accounts.StartSession(user);
        Assert.NotNull(await Accounts.FindSession(session));

        (await Accounts.SetPassword(user, Password)).OrThrow();

        Assert.Null(await Accounts.FindSession(session));
    }

    [Fact]
    public async Task Another_address_counts_when_its_link_is_opened()
    {
        var user = await Register();
        var login = await Accounts.StartLogin(user);
        var secret = await Accounts.StartEmailChange(user, "lovelace@example.org");
        Assert.NotNull(await Accounts.FindByEmail("ada@example.org"));

        var changed = await Accounts.FinishEmailChange(user, secret);

        Assert.Equal("lovelace@example.org", changed?.Email);
        Assert.Null(await Accounts.FindByEmail("ada@example.org"));
        Assert.Null(await Accounts.FinishEmailChange(user, secret));
        Assert.Null(await Accounts.PeekLogin(login)); // it went to the old address
    }

    [Fact]
    public async Task A_link_to_another_address_is_of_its_user_only()
    {
        var secret = await Accounts.StartEmailChange(await Register(), "lovelace@example.org");

        Assert.Null(await Accounts.FinishEmailChange(await Register("eve@example.org"), secret));
        Assert.Null(await Accounts.FindByEmail("lovelace@example.org"));
    }

    [Fact]
    public async Task An_address_that_was_taken_since_is_not_given_away()
    {
        var user = await Register();
        var secret = await Accounts.StartEmailChange(user, "lovelace@example.org");
        await Register("lovelace@example.org");

        Assert.Null(await Accounts.FinishEmailChange(user, secret));
        Assert.NotNull(await Accounts.FindByEmail("ada@example.org"));
    }

    [Theory]
    [InlineData("ada@example.org", "did not change")]
    [InlineData("eve@example.org", "has already been taken")]
    [InlineData("nobody", "has invalid format")]
    public async Task An_address_that_cannot_be_changed_to_is_refused(string email, string why)
    {
        // Ada first, as in each test here: two transactions that insert the same addresses in another order would wait for each other.
        var user = await Register();
        await Register("eve@example.org");

        var refused = Assert.IsType<Invalid<User>>(await Accounts.PrepareEmail(user, Params.Of(("email", email))));

        Assert.Equal(why, Assert.Single(refused.Changeset.Errors).Message);
    }

    [Fact]
    public async Task A_first_log_in_ends_what_was_there_before()
    {
        var user = await Register();
        var other = await Accounts.StartLogin(user);

        await Accounts.FinishLogin(await Accounts.StartLogin(user));

        Assert.Null(await Accounts.PeekLogin(other));
    }

    [Fact]
    public async Task A_hash_says_how_it_was_made()
    {
        var hash = await Passwords.Hash("a long password", rounds: 1000);

        Assert.StartsWith("pbkdf2-sha512$1000$", hash);
        Assert.True(await Passwords.Verify("a long password", hash));
        Assert.False(await Passwords.Verify("another password", hash));
    }

    private async Task<User> Register(string email = "ada@example.org") => (await Accounts.Register(Params.Of(("email", email)))).OrThrow();
}
