using System.Text.Json;

namespace Zhar.Live.Showcase.Tests;

/// <summary>One controller, HTML and JSON.</summary>
public sealed class UsersTests : ShowcaseCase
{
    [Fact]
    public async Task A_user_is_stored_by_the_form_and_shows_in_the_list_and_in_the_json()
    {
        var stored = await Send(Browser(), "/users/new", "/users", Params.Of(("user", Params.Of(("name", "  Barbara <b>Liskov</b> "), ("email", "Barbara@Example.org"), ("age", "86")))));
        var page = await stored.FollowRedirect();

        Assert.Contains("<h1>Barbara &lt;b&gt;Liskov&lt;/b&gt;</h1>", page.HtmlResponse(), StringComparison.Ordinal);
        var user = (await Browser().Get("/api/users/4")).JsonResponse().GetProperty("data");
        Assert.Equal("Barbara <b>Liskov</b>", user.GetProperty("name").GetString());
        Assert.Equal("barbara@example.org", user.GetProperty("email").GetString());
        Assert.Equal(86, user.GetProperty("age").GetInt32());
        Assert.True(user.GetProperty("is_active").GetBoolean());
    }

    [Fact]
    public async Task A_user_is_stored_by_json()
    {
        var created = await Browser().Json("POST", "/api/users", """{"user":{"name":"Edsger","email":"edsger@example.org"}}""");

        Assert.Equal(201, created.Status);
        Assert.Equal("/api/users/4", created.Header("Location"));
        Assert.Contains("Edsger", (await Browser().Get("/users")).HtmlResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_tells_what_is_wrong_by_field()
    {
        var refused = await Browser().Json("POST", "/api/users", """{"user":{"name":"","email":"nobody","age":-1}}""");

        var errors = refused.JsonResponse(422).GetProperty("errors");
        Assert.Equal("can't be blank", errors.GetProperty("name")[0].GetString());
        Assert.Equal("must have the @ sign", errors.GetProperty("email")[0].GetString());
        Assert.Equal("must be greater than 0", errors.GetProperty("age")[0].GetString());
    }

    [Fact]
    public async Task Json_holds_nothing_of_a_password()
    {
        await SignedUp();

        var user = (await Browser().Get("/api/users/4")).JsonResponse().GetProperty("data");

        Assert.Equal(["id", "name", "email", "age", "is_active", "inserted_at", "updated_at"], user.EnumerateObject().Select(static p => p.Name));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task The_api_has_no_other_actions(string verb) => Assert.Equal(404, (await Browser().Json(verb, "/api/users/1", "{}")).Status);

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"user":5}""")]
    [InlineData("{}")]
    public async Task Json_that_is_no_user_is_a_bad_request(string json)
    {
        var refused = await Browser().Json("POST", "/api/users", json);

        Assert.InRange(refused.Status, 400, 422);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(refused.Body).RootElement.ValueKind);
    }

    [Fact]
    public async Task A_user_is_changed_and_deleted()
    {
        var changed = await Send(Browser(), "/users/2/edit", "/users/2", Params.Of(("user", Params.Of(("name", "A. M. Turing"), ("is_active", "false")))), "put");
        Assert.Contains("A. M. Turing", (await changed.FollowRedirect()).HtmlResponse(), StringComparison.Ordinal);

        var deleted = await Send(Browser(), "/users/2", "/users/2", Params.Empty, "delete");

        Assert.Contains("A. M. Turing is deleted.", (await deleted.FollowRedirect()).HtmlResponse(), StringComparison.Ordinal);
        Assert.Equal(404, (await Browser().Get("/users/2")).Status);
    }
}
