namespace Zhar.Web.Samples.Tests;

/// <summary>The same controllers, asked by programs.</summary>
public sealed class BlogJsonTests : BlogCase
{
    [Fact]
    public async Task One_controller_answers_both()
    {
        var page = await App.Conn().Get("/posts/1");
        var json = await App.Conn().Get("/api/posts/1");

        Assert.Contains("<h1>Let it crash</h1>", page.HtmlResponse(), StringComparison.Ordinal);
        Assert.Equal("Let it crash", Json(json).GetProperty("data").GetProperty("title").GetString());
        Assert.StartsWith("application/json", json.Header("content-type"), StringComparison.Ordinal);
        Assert.Equal(2, Json(json).GetProperty("data").GetProperty("comments").GetArrayLength());
    }

    [Fact]
    public async Task A_post_is_created_changed_and_deleted()
    {
        var created = await App.Conn().Json("POST", "/api/posts", """{"post":{"title":"By JSON","author":"A program","body":"Hello"}}""");
        Assert.Equal((201, "/api/posts/3"), (created.Status, created.Header("location")));

        var changed = await App.Conn().Json("PATCH", "/api/posts/3", """{"post":{"title":"Changed"}}""");
        Assert.Equal("Changed", Json(changed).GetProperty("data").GetProperty("title").GetString());

        Assert.Equal(204, (await App.Conn().Json("DELETE", "/api/posts/3", "{}")).Status);
        Assert.Equal(404, (await App.Conn().Get("/api/posts/3")).Status);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_field()
    {
        var refused = await App.Conn().Json("POST", "/api/posts", """{"post":{"title":"","author":"A"}}""");

        Assert.Equal(422, refused.Status);
        var errors = Json(refused).GetProperty("errors");
        Assert.Equal("can't be blank", errors.GetProperty("title")[0].GetString());
        Assert.Equal("can't be blank", errors.GetProperty("body")[0].GetString());
        Assert.False(errors.TryGetProperty("author", out _));
    }

    [Fact]
    public async Task Comments_are_listed_and_added()
    {
        using var inbox = Mail.TestInbox.Open();

        var created = await App.Conn().Json("POST", "/api/posts/2/comments", """{"comment":{"author":"Alan","body":"Hello"}}""");
        var list = await App.Conn().Get("/api/posts/2/comments");

        Assert.Equal(201, created.Status);
        Assert.Equal("Hello", Json(list).GetProperty("data")[0].GetProperty("body").GetString());
        inbox.AssertEmailSent(to: "owner@example.org");
    }

    [Theory]
    [InlineData("""{"post":""", 400)]
    [InlineData("""{"post":"text"}""", 400)]
    [InlineData("[1,2]", 400)]
    [InlineData("", 400)]
    [InlineData("{}", 400)]
    public async Task A_body_of_the_wrong_shape_is_refused(string body, int status)
    {
        var refused = await App.Conn().Json("POST", "/api/posts", body);

        Assert.Equal(status, refused.Status);
        Assert.Equal("application/problem+json", refused.Header("content-type")?.Split(';')[0]);
    }

    [Fact]
    public async Task A_program_that_takes_no_json_gets_406() =>
        Assert.Equal(406, (await App.Conn().PutHeader("accept", "image/png").Get("/api/posts")).Status);
}
