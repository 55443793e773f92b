using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Zhar.Web.Testing;

namespace Zhar.Docs.Tests.Oidc;

public sealed class OidcGuideTests : IAsyncLifetime
{
    private static readonly Dictionary<string, object> Ada = new() { ["sub"] = "7", ["email"] = "ada@example.org", ["email_verified"] = true };

    private readonly FakeIdentityProvider _provider = new();
    private ConnTest _app = null!; // set before any test

    public async ValueTask InitializeAsync() => _app = await ConnTest.Start<Application, MyEndpoint>(
        [new("Oidc:Authority", FakeIdentityProvider.Issuer), new("Oidc:ClientId", FakeIdentityProvider.ClientId), new("OIDC_CLIENT_SECRET", FakeIdentityProvider.ClientSecret)],
        services => services.Configure<OpenIdConnectOptions>(Oidc.Provider, o => o.BackchannelHttpHandler = _provider));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _provider.Dispose();
    }

    [Fact]
    public async Task Whom_the_provider_names_is_signed_in()
    {
        var sent = await Browser().Get("/auth/oidc");
        Assert.StartsWith(FakeIdentityProvider.Issuer + "/authorize?", sent.RedirectedTo(), StringComparison.Ordinal);

        var page = await Finish(sent, _provider.Agree(sent.RedirectedTo(), Ada));

        Assert.Contains("Here is ada@example.org.", page.HtmlResponse(), StringComparison.Ordinal);
        Assert.Equal(new Member(FakeIdentityProvider.Issuer, "7", "ada@example.org"), Assert.Single(_app.Services.GetRequiredService<Members>().All));
    }

    [Fact]
    public async Task Who_comes_again_with_another_address_is_the_same()
    {
        var first = await Browser().Get("/auth/oidc");
        await Finish(first, _provider.Agree(first.RedirectedTo(), Ada));

        var again = await Browser().Get("/auth/oidc");
        await Finish(again, _provider.Agree(again.RedirectedTo(), new Dictionary<string, object>(Ada) { ["email"] = "lovelace@example.org" }));

        Assert.Single(_app.Services.GetRequiredService<Members>().All);
    }

    [Fact]
    public async Task An_address_that_the_provider_has_not_verified_does_not_count()
    {
        var sent = await Browser().Get("/auth/oidc");

        var page = await Finish(sent, _provider.Agree(sent.RedirectedTo(), new Dictionary<string, object>(Ada) { ["email_verified"] = false }));

        Assert.Contains("The sign-in did not work.", page.HtmlResponse(), StringComparison.Ordinal);
        Assert.Empty(_app.Services.GetRequiredService<Members>().All);
    }

    [Fact]
    public async Task An_answer_that_was_made_for_another_browser_is_refused()
    {
        var sent = await Browser().Get("/auth/oidc");
        var answer = _provider.Agree(sent.RedirectedTo(), Ada);

        var page = await Finish(Browser(), answer);

        Assert.Contains("Here is nobody.", page.HtmlResponse(), StringComparison.Ordinal);
        Assert.Empty(_app.Services.GetRequiredService<Members>().All);
    }

    [Fact]
    public async Task Who_cancels_is_not_signed_in()
    {
        var sent = await Browser().Get("/auth/oidc");
        var state = _provider.Agree(sent.RedirectedTo(), Ada)["state"];

        var page = await Finish(sent, Params.Of(("error", "access_denied"), ("state", state)));

        Assert.Contains("The sign-in did not work.", page.HtmlResponse(), StringComparison.Ordinal);
    }

    private TestConn Browser() => _app.Conn().From(host: "www.example.com", scheme: "https");

    /// <summary>The provider's page posts its answer; the browser follows where it is sent.</summary>
    private static async Task<TestConn> Finish(TestConn browser, Params answer)
    {
        var done = await (await browser.Post("/signin-oidc", answer)).FollowRedirect();
        return await done.FollowRedirect();
    }
}
