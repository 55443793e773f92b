using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>One controller for pages and for programs.</summary>
public sealed class RenderingTests
{
    [Fact]
    public async Task One_controller_serves_users_as_html_and_api_users_as_json()
    {
        await using var app = await ShopEndpoint.Start();

        var page = await app.Conn().PutHeader("accept", "text/html,application/xhtml+xml,*/*;q=0.8").Get("/users");
        var data = await app.Conn().Get("/api/users");

        Assert.Equal("<!DOCTYPE html><html><body><main><h1>Users</h1><ul><li><a href=\"/users/1\">Ada</a></li><li><a href=\"/users/2\">Bob &lt;b&gt;</a></li></ul></main></body></html>", page.HtmlResponse());
        Assert.Equal("""[{"id":1,"name":"Ada"},{"id":2,"name":"Bob \u003Cb\u003E"}]""", data.JsonResponse().GetRawText());
        Assert.Equal("Ada", (await app.Conn().Get("/api/users/1")).JsonResponse().GetProperty("name").GetString());
        Assert.Contains("<h1>Ada</h1><p>Show</p>", (await app.Conn().PutHeader("accept", "text/html").Get("/users/1")).HtmlResponse(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/*;q=0.4, application/json;q=0.5", "application/json")]
    [InlineData("text/html;q=0, application/json;q=0, */*", "text/csv")]
    [InlineData("image/png", null)]
    [InlineData("text/html;q=0", null)]
    [InlineData("nonsense", null)]
    public async Task The_format_is_what_the_request_likes_best_and_else_406(string? accept, string? expected)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = accept is null ? await app.Conn().Get("/users") : await app.Conn().PutHeader("accept", accept).Get("/users");

        Assert.Equal(expected is null ? 406 : 200, conn.Status);
        if (expected is not null)
        {
            Assert.StartsWith(expected, conn.Header("content-type"), StringComparison.Ordinal);
            Assert.Equal("Accept", conn.Header("vary"));
        }
    }

    [Theory]
    [InlineData("/users?_format=json", 200, "application/json")]
    [InlineData("/users?_format=csv", 200, "text/csv")]
    [InlineData("/users?_format=xml", 406, null)]
    public async Task The_parameter_format_decides_alone(string path, int status, string? type)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().PutHeader("accept", "text/html").Get(path);

        Assert.Equal(status, conn.Status);
        if (type is not null)
            Assert.StartsWith(type, conn.Header("content-type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_that_is_not_there_in_the_negotiated_format_gets_406()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal(406, (await app.Conn().PutHeader("accept", "application/json").Get("/users/new")).Status);
    }

    [Fact]
    public async Task A_form_with_errors_comes_again_with_422()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().PutHeader("accept", "text/html").Post("/users", Params.Of(("user", Params.Of(("name", "")))));

        Assert.Contains("<form action=\"/users\">name is missing</form>", conn.HtmlResponse(422), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_goes_inside_the_layouts_unless_it_is_told_not_to()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal("<!DOCTYPE html><html><body><main><p>/?a=1</p></main></body></html>", (await app.Conn().Get("/?a=1")).HtmlResponse());
        Assert.Equal("<p>plain</p>", (await app.Conn().Get("/plain")).HtmlResponse());
    }

    [Theory]
    [InlineData("/things/data", "application/json", "{\"id\":7,\"name\":\"Data\"}")]
    [InlineData("/things/markup?name=%3Ci%3E", "text/html", "<b>&lt;i&gt;</b>")]
    [InlineData("/things/words", "application/json", "\"words\"")]
    [InlineData("/things/own", null, "own")]
    [InlineData("/things/outcome/ok", "application/json", "{\"id\":1,\"name\":\"Ada\"}")]
    public async Task What_an_action_returns_becomes_the_response(string path, string? type, string body)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get(path);

        Assert.Equal((200, body), (conn.Status, conn.Body));
        if (type is not null)
            Assert.StartsWith(type, conn.Header("content-type"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/things/silent", 202)]
    [InlineData("/things/outcome/bad", 404)]
    [InlineData("/things/outcome/other", 500)]
    [InlineData("/things/null", 500)]
    [InlineData("/things/gone", 410)]
    [InlineData("/login", 204)]
    [InlineData("/users/77", 404)]
    public async Task The_status_says_what_became_of_it(string path, int status)
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal(status, (await app.Conn().Get(path)).Status);
    }

    [Fact]
    public async Task A_program_gets_a_problem_and_a_person_gets_words()
    {
        await using var app = await ShopEndpoint.Start();

        var problem = await app.Conn().PutHeader("accept", "application/json").Get("/things/gone");
        var words = await app.Conn().PutHeader("accept", "text/html").Get("/things/gone");
        var own = await app.Conn().Get("/things/wrong");

        Assert.Equal("application/problem+json", problem.Header("content-type"));
        Assert.Equal("""{"type":"about:blank","title":"Gone","status":410,"detail":"It went away."}""", problem.Body);
        Assert.Equal("It went away.", words.Body);
        Assert.Equal("""{"type":"about:blank","title":"Wrong","status":422,"detail":"Not so."}""", own.Body);
    }

    [Fact]
    public async Task A_fallback_answers_the_failures_of_its_controllers()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get("/things/fails");

        Assert.Equal((418, "kettle True"), (conn.Status, conn.Body));
    }

    [Fact]
    public async Task What_was_made_is_named_by_its_path()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get("/things/made");

        Assert.Equal((201, "/users/9", "{\"id\":9,\"name\":\"Nine\"}"), (conn.Status, conn.Header("location"), conn.Body));
    }
}
