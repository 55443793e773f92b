using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Plugs;

public sealed class ForgeryTests
{
    private static readonly Pipeline Browser = new(static p => p.Accepts("html").FetchSession().ProtectFromForgery());

    private static Task<ConnTest> Start() => FunctionEndpoint.Start(static p => p.ParseBody().Session(), static s => s.Scope("/", Browser, a =>
    {
        a.Get("/form", Actions.Text(c => c.CsrfToken));
        a.Post("/save", Actions.Text("saved"));
        a.Delete("/save", Actions.Text("deleted"));
        a.Get("/data.js", c => c.SendBytes("alert(1)"u8.ToArray(), "text/javascript"));
    }));

    [Fact]
    public async Task A_post_with_the_pages_token_passes_in_the_body_or_the_header()
    {
        await using var app = await Start();
        var page = await app.Conn().Get("/form");

        Assert.Equal("saved", (await page.Post("/save", Params.Of(("_csrf_token", page.Body)))).TextResponse());
        Assert.Equal("saved", (await page.PutHeader("x-csrf-token", page.Body).Post("/save")).TextResponse());
        Assert.Equal("deleted", (await page.Post("/save", Params.Of(("_csrf_token", page.Body), ("_method", "delete")))).TextResponse());
    }

    [Fact]
    public async Task Each_page_has_another_text_and_all_count_for_the_session()
    {
        await using var app = await Start();
        var first = await app.Conn().Get("/form");
        var second = await first.Get("/form");

        Assert.NotEqual(first.Body, second.Body);
        Assert.Equal("saved", (await second.Post("/save", Params.Of(("_csrf_token", first.Body)))).TextResponse());
    }

    [Fact]
    public async Task Without_the_sessions_token_it_is_403_with_a_log_line()
    {
        await using var app = await Start();
        var mine = await app.Conn().Get("/form");
        var theirs = await app.Conn().Get("/form");

        foreach (var token in new[] { "", "x", theirs.Body, mine.Body[..^1] + (mine.Body[^1] == 'A' ? 'B' : 'A'), mine.Body + "A", new string('é', 48) })
            (await mine.Post("/save", Params.Of(("_csrf_token", token)))).HtmlResponse(403);
        (await mine.Post("/save")).HtmlResponse(403);
        (await mine.Post($"/save?_csrf_token={mine.Body}")).HtmlResponse(403);
        (await app.Conn().Post("/save", Params.Of(("_csrf_token", mine.Body)))).HtmlResponse(403);
        Assert.Contains(app.Log.Entries, e => e.ToString().Contains("invalid CSRF token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_goes_to_pages_of_this_site_alone()
    {
        await using var app = await Start();

        Assert.Equal("alert(1)", (await app.Conn().PutHeader("x-requested-with", "XMLHttpRequest").Get("/data.js")).ResponseBody(200));
        Assert.Equal("alert(1)", (await app.Conn().PutHeader("sec-fetch-site", "same-origin").Get("/data.js")).ResponseBody(200));
        Assert.Equal("", (await app.Conn().PutHeader("sec-fetch-site", "cross-site").Get("/data.js")).ResponseBody(403));
        Assert.Equal("", (await app.Conn().Get("/data.js")).ResponseBody(403));
    }
}
