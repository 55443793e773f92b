using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Endpoints;

/// <summary>The helpers that applications test their endpoints with.</summary>
public sealed class ConnTestTests
{
    private static readonly Pipeline Browser = new(static p => p.FetchSession().FetchFlash().Plug(static c => c.Assign("seen", true)));

    private static Task<ConnTest> Start() => FunctionEndpoint.Start(static p => p.ParseBody().Session(), static s => s.Scope("/", Browser, a =>
    {
        a.Post("/users", Actions.Do(static c => c.PutSession("user", 7).PutFlash("info", "Made.").RedirectTo("/users/7")));
        a.Get("/users/:id", Actions.Text(static c => $"user {c.Params["id"]}"));
        a.Get("/fails", static _ => throw new FormatException("on purpose"));
    }));

    [Fact]
    public async Task A_redirect_tells_where_it_leads_and_with_which_params()
    {
        await using var app = await Start();

        var conn = await app.Conn().Post("/users", Params.Of(("name", "Ada")));

        Assert.Equal("/users/7", conn.RedirectedTo());
        Assert.Equal("7", conn.RedirectedParams()["id"]);
        Assert.Equal(("Made.", "7"), (conn.Flash("info"), conn.Session("user")));
        Assert.Equal("user 7", (await conn.FollowRedirect()).TextResponse());
    }

    [Fact]
    public async Task The_exception_behind_an_error_page_is_at_hand()
    {
        await using var app = await Start();

        Assert.IsType<FormatException>((await app.Conn().Get("/fails")).Error);
        Assert.IsType<NoRouteException>((await app.Conn().Get("/nowhere")).Error);
        Assert.Null((await app.Conn().Get("/users/1")).Error);
    }

    [Fact]
    public async Task Plugs_can_be_tested_without_the_action()
    {
        await using var app = await Start();

        var conn = await app.Conn().BypassAction().Get("/fails");

        Assert.Equal(200, conn.Status);
        Assert.Equal(true, conn.Conn.Assigns["seen"]);
        Assert.Equal(500, (await conn.Get("/fails")).Status);
    }

    [Fact]
    public async Task A_wrong_expectation_says_what_came()
    {
        await using var app = await Start();
        var conn = await app.Conn().Get("/users/1");

        Assert.Contains("expected the status 404, got 200, with the body:\n\nuser 1", Assert.Throws<ConnTestException>(() => conn.ResponseBody(404)).Message, StringComparison.Ordinal);
        Assert.Contains("expected text/html, got text/plain", Assert.Throws<ConnTestException>(() => conn.HtmlResponse()).Message, StringComparison.Ordinal);
        Assert.Throws<ConnTestException>(() => conn.RedirectedTo());
    }

    [Fact]
    public async Task Parameters_are_in_the_debug_log_without_their_secrets()
    {
        await using var app = await Start();

        await app.Conn().Get("/users/1?user[password]=hunter2&user[name]=Ada&tokens[]=abc");

        var line = Assert.Single(app.Log.Entries, static e => e.Message.StartsWith("Processing with", StringComparison.Ordinal)).Message;
        Assert.Contains("""pipelines [Browser], parameters {"user": {"password": "[FILTERED]", "name": "Ada"}, "tokens": "[FILTERED]", "id": "1"}""", line, StringComparison.Ordinal);
    }
}
