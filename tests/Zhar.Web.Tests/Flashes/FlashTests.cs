using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Flashes;

public sealed class FlashTests
{
    private static readonly Pipeline Browser = new(static p => p.FetchSession().FetchLiveFlash());

    private static Task<ConnTest> Start() => FunctionEndpoint.Start(static p => p.Session(), static s => s.Scope("/", Browser, a =>
    {
        a.Get("/save", Actions.Do(c => c.PutFlash("info", "Saved.").PutFlash("error", "é <b>").RedirectTo("/show")));
        a.Get("/hop", Actions.Do(c => c.RedirectTo("/show")));
        a.Get("/now", Actions.Text(c => c.PutFlash("info", "Now.").Flash["info"]));
        a.Get("/clear", Actions.Do(c => c.ClearFlash().RedirectTo("/show")));
        a.Get("/show", Actions.Text(c => $"{c.Flash["info"]}|{c.Flash["error"]}"));
    }));

    [Fact]
    public async Task Messages_survive_one_redirect_and_are_gone_then()
    {
        await using var app = await Start();

        var conn = await app.Conn().Get("/save");
        Assert.Equal("/show", conn.RedirectedTo());
        conn = await conn.FollowRedirect();

        Assert.Equal("Saved.|é <b>", conn.TextResponse());
        Assert.Equal("|", (await conn.Get("/show")).TextResponse());
    }

    [Fact]
    public async Task A_redirect_after_a_redirect_takes_them_along()
    {
        await using var app = await Start();

        var conn = await (await (await app.Conn().Get("/save")).Get("/hop")).FollowRedirect();

        Assert.Equal("Saved.|é <b>", conn.TextResponse());
    }

    [Fact]
    public async Task A_message_for_this_page_is_not_there_on_the_next()
    {
        await using var app = await Start();

        var conn = await app.Conn().Get("/now");

        Assert.Equal("Now.", conn.TextResponse());
        Assert.Null(conn.Header("set-cookie"));
        Assert.Equal("|", (await conn.Get("/show")).TextResponse());
    }

    [Fact]
    public async Task Cleared_messages_are_gone()
    {
        await using var app = await Start();

        var conn = await (await (await app.Conn().Get("/save")).Get("/clear")).FollowRedirect();

        Assert.Equal("|", conn.TextResponse());
    }

    [Fact]
    public async Task A_live_page_leaves_its_messages_in_a_signed_cookie_for_one_page()
    {
        await using var app = await Start();
        var token = Token.Sign(new KeyRing(ConnTest.SecretKeyBase), FlashExtensions.LiveSalt, """{"info":"From live"}""");

        var conn = await app.Conn().PutCookie(FlashExtensions.LiveCookie, token).Get("/show");

        Assert.Equal("From live|", conn.TextResponse());
        Assert.Null(conn.Cookie(FlashExtensions.LiveCookie));
        Assert.Equal("|", (await app.Conn().PutCookie(FlashExtensions.LiveCookie, token[..^2] + "AA").Get("/show")).TextResponse());
    }
}
