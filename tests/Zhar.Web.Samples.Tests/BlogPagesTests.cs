using Zhar.Mail;

namespace Zhar.Web.Samples.Tests;

/// <summary>The blog as a browser sees it.</summary>
public sealed class BlogPagesTests : BlogCase
{
    private static readonly Params Post = Params.Of(("title", "  A post "), ("author", "Grace"), ("body", "First <b>paragraph</b>.\n\nSecond one."));

    [Fact]
    public async Task The_first_posts_are_there()
    {
        var page = (await App.Conn().Get("/")).HtmlResponse();

        Assert.Contains("Let it crash", page, StringComparison.Ordinal);
        Assert.Contains("2 comments", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_is_written_and_read()
    {
        var written = await Send(App.Conn(), "/posts/new", "/posts", Params.Of(("post", Post)));
        var page = await written.FollowRedirect();

        Assert.Equal("/posts/3", written.RedirectedTo());
        Assert.Contains("<h1>A post</h1>", page.HtmlResponse(), StringComparison.Ordinal);
        Assert.Contains("<p>First &lt;b&gt;paragraph&lt;/b&gt;.</p><p>Second one.</p>", page.Body, StringComparison.Ordinal);
        Assert.Contains("Published.", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Published.", (await page.Get("/posts/3")).HtmlResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_the_field_and_what_was_typed_stays()
    {
        var page = await Send(App.Conn(), "/posts/new", "/posts", Params.Of(("post", Params.Of(("title", ""), ("author", "Grace & Ada"), ("body", "")))));

        var html = page.HtmlResponse(422);
        Assert.Equal(2, Count(html, "can&#39;t be blank"));
        Assert.Contains("value=\"Grace &amp; Ada\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_that_is_too_long_is_refused()
    {
        var page = await Send(App.Conn(), "/posts/new", "/posts", Params.Of(("post", Post.With("title", new string('x', 121)))));

        Assert.Contains("should be at most 120 character(s)", page.HtmlResponse(422), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_is_changed()
    {
        var saved = await Send(App.Conn(), "/posts/1/edit", "/posts/1", Params.Of(("post", Params.Of(("title", "Another title")))), "put");
        var page = await saved.FollowRedirect();

        Assert.Contains("<h1>Another title</h1>", page.HtmlResponse(), StringComparison.Ordinal);
        Assert.Contains("Saved.", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_goes_with_its_comments()
    {
        var deleted = await Send(App.Conn(), "/posts/1", "/posts/1", Params.Empty, "delete");

        Assert.Equal("/posts", deleted.RedirectedTo());
        Assert.Contains("Deleted &quot;Let it crash&quot;.", (await deleted.FollowRedirect()).HtmlResponse(), StringComparison.Ordinal);
        Assert.Equal(404, (await App.Conn().Get("/posts/1")).Status);
        Assert.Equal(404, (await App.Conn().Get("/api/posts/1/comments")).Status);
    }

    [Fact]
    public async Task A_comment_is_added_and_the_owner_is_told()
    {
        using var inbox = TestInbox.Open();

        var sent = await Send(App.Conn(), "/posts/2", "/posts/2/comments", Params.Of(("comment", Params.Of(("author", "Alan"), ("body", "Nice <script>alert(1)</script>")))));

        Assert.Equal("/posts/2#comments", sent.RedirectedTo());
        Assert.Contains("<p>Nice &lt;script&gt;alert(1)&lt;/script&gt;</p>", (await sent.Get("/posts/2")).HtmlResponse(), StringComparison.Ordinal);
        inbox.AssertEmailSent(to: "owner@example.org", subject: "Alan on \"A first post\"", html: "&lt;script&gt;");
    }

    [Fact]
    public async Task An_empty_comment_is_refused_on_the_page_of_its_post()
    {
        using var inbox = TestInbox.Open();

        var page = await Send(App.Conn(), "/posts/2", "/posts/2/comments", Params.Of(("comment", Params.Of(("author", "Alan"), ("body", " ")))));

        Assert.Contains("<h1>A first post</h1>", page.HtmlResponse(422), StringComparison.Ordinal);
        Assert.Contains("can&#39;t be blank", page.Body, StringComparison.Ordinal);
        inbox.RefuteEmailSent();
    }

    [Fact]
    public async Task A_comment_is_deleted()
    {
        var deleted = await Send(App.Conn(), "/posts/1", "/posts/1/comments/1", Params.Empty, "delete");

        Assert.DoesNotContain("And what if it fails again?", (await deleted.Get("/posts/1")).HtmlResponse(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/posts/999", 404)]
    [InlineData("/posts/one", 400)]
    [InlineData("/posts/1/comments/999", 404)]
    [InlineData("/nowhere", 404)]
    [InlineData("/?page=two", 400)]
    [InlineData("/?page=99", 200)]
    [InlineData("/?page=-1", 200)]
    [InlineData("/?page=99999999999999", 400)]
    public async Task Bad_addresses_get_the_right_status(string path, int status) => Assert.Equal(status, (await App.Conn().Get(path)).Status);

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var refused = await App.Conn().Post("/posts", Params.Of(("post", Post)));

        Assert.Equal(403, refused.Status);
        Assert.Equal(404, (await App.Conn().Get("/posts/3")).Status);
    }

    [Fact]
    public async Task More_posts_than_one_page_are_paged()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(201, (await App.Conn().Json("POST", "/api/posts", $"{{\"post\":{{\"title\":\"Post {i}\",\"author\":\"A\",\"body\":\"B\"}}}}")).Status);

        Assert.Contains("Page 1 of 2", (await App.Conn().Get("/posts")).HtmlResponse(), StringComparison.Ordinal);
        Assert.Contains("Let it crash", (await App.Conn().Get("/posts?page=2")).HtmlResponse(), StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
