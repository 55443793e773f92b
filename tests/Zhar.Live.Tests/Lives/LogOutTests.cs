using System.Diagnostics;
using System.Security.Claims;
using Zhar.Live.Tests.Support;
using Zhar.Web;

namespace Zhar.Live.Tests.Lives;

/// <summary>Who has logged out, or is locked out, sees nothing any more: neither by a request nor on a page that is open.</summary>
public sealed class LogOutTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_log_out_ends_all_open_pages_of_the_login_within_a_second_and_no_others()
    {
        await using var app = await LifeApp.Start();
        var (ada, bob) = (await app.App.Conns.Conn().Post("/login/ada"), await app.App.Conns.Conn().Post("/login/bob"));
        var pages = new[] { await app.App.Open("/library", ada), await app.App.Open("/hall", ada) };
        var other = await app.App.Open("/hall", bob);
        Assert.Equal("<p>library of ada</p>", pages[0].Content);

        var start = Stopwatch.GetTimestamp();
        await ada.Post("/logout");
        foreach (var page in pages)
            Assert.Equal(CloseCodes.GoingAway, await page.Socket.AssertClosed());
        var taken = Stopwatch.GetElapsedTime(start);

        Assert.True(taken < AtOnce, $"The pages of a user who has logged out were open for {taken}.");
        Assert.Equal("""{"diff":{"0":"1"}}""", (await other.Event("step")).Payload.GetRawText());
    }

    [Fact]
    public async Task A_page_of_before_the_log_out_joins_as_nobody()
    {
        await using var app = await LifeApp.Start();
        var ada = await app.App.Conns.Conn().Post("/login/ada");
        var page = await app.App.Get("/library", ada);
        var after = await ada.Post("/logout");

        page.Info = new ConnectInfo { Session = after.Conn.GetSession(), User = after.Conn.User, Keys = after.Conn.Keys };
        await page.Join();

        Assert.Equal("<p>library of nobody</p>", page.Content);
    }

    [Fact]
    public async Task Who_is_locked_out_is_refused_by_the_request_the_join_and_every_navigation()
    {
        await using var app = await LifeApp.Start();
        var browser = app.App.Conns.Conn().PutHeader("x-user", "ada");
        var waiting = await app.App.Get("/vault", browser);
        var open = await app.App.Open("/vault", browser);
        var elsewhere = await app.App.Open("/hall", browser);
        Assert.Equal("<p>vault of ada</p>", open.Content);

        app.Members.Revoke("ada");

        Assert.Equal(403, (await app.App.Get("/vault", browser)).Conn.Status);
        Assert.Equal("unauthorized", (await waiting.TryJoin())["reason"]);
        await elsewhere.Channel.Leave();
        Assert.Equal("unauthorized", (await elsewhere.TryJoin(redirect: "/vault"))["reason"]);

        // The page that is open stays so until the application ends it, but goes nowhere with the rights of before.
        Assert.Equal("""{"link_redirect":true}""", (await open.Push("live_patch", Params.Of(("url", "http://localhost/vault?n=1")))).Payload.GetRawText());
    }

    [Fact]
    public async Task A_connection_without_the_login_of_its_page_joins_nothing_of_it()
    {
        await using var app = await LifeApp.Start();
        var page = await app.App.Get("/vault", app.App.Conns.Conn().PutHeader("x-user", "ada"));

        page.Info = new ConnectInfo { Session = page.Conn.Conn.GetSession(), User = new ClaimsPrincipal(new ClaimsIdentity()), Keys = page.Conn.Conn.Keys };

        Assert.Equal("unauthorized", (await page.TryJoin())["reason"]);
    }
}
