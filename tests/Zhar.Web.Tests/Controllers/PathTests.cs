using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>The path helpers that are generated for the routes of a router.</summary>
public sealed class PathTests
{
    [Fact]
    public void Each_route_has_a_typed_helper()
    {
        var post = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");

        Assert.Equal("/", Paths.Home());
        Assert.Equal("/users", Paths.Users.Index());
        Assert.Equal("/users/new", Paths.Users.New());
        Assert.Equal("/users/7", Paths.Users.Show(7));
        Assert.Equal("/users/7", Paths.Users.Update(7));
        Assert.Equal("/users/7/posts", Paths.Users.Posts.Index(7));
        Assert.Equal($"/users/7/posts/{post}", Paths.Users.Posts.Show(7, post));
        Assert.Equal("/login", Paths.Login());
        Assert.Equal("/v2/about", Paths.V.About(2));
        Assert.Equal("/api/users/1", Paths.Api.Users.Show(1));
        Assert.Equal("/things/away-fixed", Paths.Things.AwayFixed());
    }

    [Fact]
    public void The_query_is_typed_by_the_action_and_open_behind_it()
    {
        Assert.Equal("/users?page=2&q=a%26b&role=store_manager", Paths.Users.Index(page: 2, q: "a&b", role: Role.StoreManager));
        Assert.Equal("/users?page=2&tags[]=a&tags[]=b", Paths.Users.Index(page: 2, query: [("tags", new[] { "a", "b" }), ("none", null)]));
        Assert.Equal("/users/1?f[a]=1&f[b][]=x", Paths.Users.Show(1, Params.FromQuery("f[a]=1&f[b][]=x")));
        Assert.Equal("/tagged/x?roles[]=member", Paths.Tagged("x", roles: [Role.Member]));
    }

    [Theory]
    [InlineData("a b", "/tagged/a%20b")]
    [InlineData("../x", "/tagged/..%2Fx")]
    [InlineData("a/b?c#d", "/tagged/a%2Fb%3Fc%23d")]
    [InlineData("ü", "/tagged/%C3%BC")]
    [InlineData("...", "/tagged/...")]
    public void A_segment_is_escaped(string slug, string expected) => Assert.Equal(expected, Paths.Tagged(slug));

    [Theory]
    [InlineData(null, "null")]
    [InlineData("", "an empty text")]
    [InlineData("..", "\"..\"")]
    [InlineData(".", "\".\"")]
    public void A_segment_that_is_none_is_refused(string? slug, string got)
    {
        var error = Assert.Throws<ArgumentException>(() => Paths.Tagged(slug!));

        Assert.Contains("/tagged/:slug needs a value for 'slug'", error.Message, StringComparison.Ordinal);
        Assert.Contains(got, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_glob_keeps_its_slashes_and_refuses_dots()
    {
        Assert.Equal("/files/a/b%20c.txt", Paths.Files("a/b c.txt"));
        Assert.Throws<ArgumentException>(() => Paths.Files("a/../b"));
    }

    [Fact]
    public void What_stands_for_itself_in_paths_is_taken_as_it_is() => Assert.Equal("/tagged/my-post", Paths.Tagged(new Article("my-post")));

    [Fact]
    public async Task A_url_has_the_public_host_of_the_endpoint_not_that_of_the_request()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().PutHeader("host", "evil.example").Get("/login");

        Assert.Equal("https://shop.example/users/7", Urls.Users.Show(conn.Conn, 7));
        Assert.Equal("https://cdn.example/x/users?page=3", Urls.Users.Index(new Uri("https://cdn.example/x/"), page: 3));
        Assert.Equal("https://shop.example/login", conn.Conn.Url(Paths.Login()));
        Assert.Throws<ArgumentException>(() => conn.Conn.Url("//evil.example"));
    }

    [Fact]
    public async Task In_a_process_a_url_is_that_of_the_endpoint_on_its_node()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal("https://shop.example/users/7", await app.Node.Run(static _ => Task.FromResult(Urls.Users.Show(7))));
        Assert.Equal("https://shop.example/users?page=3", Urls.Users.Index(UrlBase.Of<ShopEndpoint>(app.Node), page: 3));
        Assert.Contains("give the request", Assert.Throws<InvalidOperationException>(static () => Urls.Users.Show(7)).Message, StringComparison.Ordinal);
        await using var bare = Zhar.Testing.TestNode.Start();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => bare.Node.Run(static _ => Task.FromResult(Urls.Users.Show(7))));
        Assert.Contains("no endpoint runs on the node", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Helpers_lead_to_their_routes()
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal("a/b c.txt", (await app.Conn().Get(Paths.Files("a/b c.txt"))).TextResponse());
        Assert.Equal("about 3", (await app.Conn().Get(Paths.V.About(3))).TextResponse());
        Assert.Equal("ü/?#", (await app.Conn().Get(Paths.Tagged("ü/?#"))).TextResponse());
        Assert.Equal("posts of 7", (await app.Conn().Get(Paths.Users.Posts.Index(7))).TextResponse());
    }

    private sealed record Article(string Slug) : IRouteParam
    {
        public string ToRouteParam() => Slug;
    }
}
