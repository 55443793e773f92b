using System.Security.Claims;
using Zhar.Live.Tests.Support;
using Zhar.Web;

namespace Zhar.Live.Tests.Views;

/// <summary>Who may not see a page sees neither its first HTML nor its connected one, however they come.</summary>
public sealed class AuthorizationTests
{
    [Fact]
    public async Task The_first_HTML_is_for_users_alone()
    {
        await using var app = await LiveApp.Start();

        Assert.Equal(401, (await app.Get("/secret")).Conn.Status);
        Assert.Contains("<p>ada</p>", (await app.Get("/secret", app.Conns.Conn().PutHeader("x-user", "ada"))).Conn.HtmlResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_join_asks_again()
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/secret", app.Conns.Conn().PutHeader("x-user", "ada"));
        page.Info = new ConnectInfo { Session = page.Conn.Conn.GetSession(), User = new ClaimsPrincipal(new ClaimsIdentity()) };

        Assert.Equal("unauthorized", (await page.TryJoin())["reason"]);

        page.Info = page.Info with { User = page.Conn.Conn.User };
        var again = await app.Open("/secret", app.Conns.Conn().PutHeader("x-user", "ada"));
        Assert.Equal("<p>ada</p>", again.Content);
    }

    [Theory]
    [InlineData("/secret")]
    [InlineData("/policy")]
    public async Task A_navigation_asks_again(string to)
    {
        await using var app = await LiveApp.Start();
        var page = await app.Get("/other");

        Assert.Equal("unauthorized", (await page.TryJoin(redirect: to))["reason"]);
    }

    [Fact]
    public async Task A_policy_holds_as_on_any_endpoint()
    {
        await using var app = await LiveApp.Start();

        Assert.Equal(401, (await app.Get("/policy")).Conn.Status);
        Assert.Equal(403, (await app.Get("/policy", app.Conns.Conn().PutHeader("x-user", "ada"))).Conn.Status);
        Assert.Equal(200, (await app.Get("/policy", app.Conns.Conn().PutHeader("x-user", "root"))).Conn.Status);
    }
}
