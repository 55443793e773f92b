using Microsoft.AspNetCore.Http;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Conns;

public sealed class ConnTests
{
    private static readonly AssignKey<int> Count = new("count");

    [Fact]
    public async Task Assigns_have_types_where_they_are_asked_for()
    {
        await using var app = await FunctionEndpoint.Start(static p => p.Plug(static c => c.Assign(Count, 3).Assign("name", "Ada")), static s => s.Get("/", Actions.Text(static c => $"{c.Get(Count) + 1} {c.Assigns.Get<string>("name")} {c.TryGet(new AssignKey<string>("count"), out _)}")));

        Assert.Equal("4 Ada False", (await app.Conn().Get("/")).TextResponse());
    }

    [Theory]
    [InlineData("x-a", "b\r\nset-cookie: c=d")]
    [InlineData("x-a", "b\n")]
    [InlineData("x-a", "b\0")]
    [InlineData("x a", "b")]
    [InlineData("x-a\r\nb", "c")]
    [InlineData("", "b")]
    public void A_header_that_would_split_the_response_is_refused(string name, string value)
    {
        var conn = new DefaultHttpContext();

        Assert.Throws<InvalidHeaderException>(() => conn.PutHeader(name, value));
        Assert.Throws<InvalidHeaderException>(() => conn.AddHeader(name, value));
        Assert.Empty(conn.Response.Headers);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/users?x=1#y", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("", false)]
    public void A_redirect_leads_to_a_path_of_this_site(string path, bool isLocal)
    {
        var conn = new DefaultHttpContext();
        if (!isLocal)
        {
            Assert.Throws<ArgumentException>(() => conn.RedirectTo(path));
            return;
        }

        conn.RedirectTo(path);
        Assert.Equal(302, conn.Response.StatusCode);
        Assert.Equal(path, conn.Response.Headers.Location);
    }

    [Fact]
    public void A_redirect_out_of_the_site_is_escaped_and_cannot_split_the_response()
    {
        var conn = new DefaultHttpContext();

        conn.RedirectExternal("https://example.com/é b?q=%20", 303);

        Assert.Equal("https://example.com/%C3%A9%20b?q=%20", conn.Response.Headers.Location);
        Assert.Throws<InvalidHeaderException>(() => conn.RedirectExternal("https://example.com/\r\nx: y"));
        Assert.Throws<ArgumentOutOfRangeException>(() => conn.RedirectExternal("https://example.com/", 200));
    }

    [Fact]
    public async Task Headers_of_the_request_can_be_changed_for_the_plugs_behind()
    {
        await using var app = await FunctionEndpoint.Start(
            static p => p.Plug(static c =>
            {
                c.MergeRequestHeaders(("x-a", "1"), ("x-b", "2")).UpdateRequestHeader("x-a", "0", static v => v + "1").UpdateRequestHeader("x-new", "0", static v => v + "1").DeleteRequestHeader("x-b");
                Assert.Throws<InvalidHeaderException>(() => c.MergeRequestHeaders(("x-c", "a\r\nx-d: b")));
                Assert.Throws<InvalidHeaderException>(() => c.UpdateRequestHeader("x-a", "0", static _ => "a\nb"));
            }),
            static s => s.Get("/", Actions.Text(static c => string.Join(' ', new[] { "x-a", "x-b", "x-c", "x-new" }.Select(n => string.Join(',', c.GetRequestHeader(n)))))));

        Assert.Equal("11   0", (await app.Conn().PutHeader("x-b", "given").Get("/")).TextResponse());
    }

    [Fact]
    public async Task Cookies_are_plain_signed_or_encrypted()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s =>
        {
            s.Get("/put", Actions.Do(static c => c.PutCookie("plain", "a b").PutSignedCookie("signed", "Ada").PutEncryptedCookie("hidden", "Lovelace", new CookieSettings { MaxAge = TimeSpan.FromDays(1), SameSite = SameSiteMode.Strict, Path = "/" })));
            s.Get("/get", Actions.Text(static c => $"{c.GetCookie("plain")} {c.GetSignedCookie("signed")} {c.GetEncryptedCookie("hidden")}"));
            s.Get("/drop", Actions.Do(static c => c.DeleteCookie("plain")));
        });

        var conn = await app.Conn().Get("/put");

        Assert.Equal("a b Ada Lovelace", (await conn.Get("/get")).TextResponse());
        Assert.DoesNotContain("Lovelace", conn.Cookie("hidden"), StringComparison.Ordinal);
        Assert.Equal("a b  ", (await conn.PutCookie("signed", conn.Cookie("hidden")!).PutCookie("hidden", conn.Cookie("signed")!).Get("/get")).TextResponse());
        Assert.Null((await conn.Get("/drop")).Cookie("plain"));
        Assert.Throws<InvalidHeaderException>(() => new DefaultHttpContext().PutCookie("a;b", "c"));
    }

    [Fact]
    public async Task A_response_can_go_out_in_pieces()
    {
        await using var app = await FunctionEndpoint.Start(_ => { }, static s => s.Get("/", static async c =>
        {
            await c.SendChunked(200, "text/event-stream");
            Assert.True(await c.Chunk("one"));
            Assert.True(await c.Chunk("two"));
        }));

        var conn = await app.Conn().Get("/");

        Assert.Equal(["one", "two"], conn.Chunks);
        Assert.Equal("text/event-stream", conn.Header("content-type"));
    }

    [Fact]
    public async Task A_file_is_sent_whole_or_in_part_or_to_be_saved()
    {
        var path = Path.Combine(Path.GetTempPath(), $"zhar-test-{Guid.NewGuid():n}.txt");
        await File.WriteAllTextAsync(path, "0123456789");
        try
        {
            await using var app = await FunctionEndpoint.Start(_ => { }, s =>
            {
                s.Get("/whole", c => c.SendFile(path));
                s.Get("/part", c => c.SendFile(path, "application/x-part", 2, 3));
                s.Get("/save", c => c.SendDownload(path, "a \"b\"; é.txt"));
                s.Get("/beyond", c => c.SendFile(path, offset: 8, length: 5));
            });

            Assert.Equal("0123456789", (await app.Conn().Get("/whole")).TextResponse());
            Assert.Equal("234", (await app.Conn().Get("/part")).ResponseBody(200));
            Assert.Equal("attachment; filename=\"a _b__ _.txt\"; filename*=UTF-8''a%20%22b%22%3B%20%C3%A9.txt", (await app.Conn().Get("/save")).Header("content-disposition"));
            (await app.Conn().Get("/beyond")).ResponseBody(500);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_status_has_a_number_or_a_name()
    {
        var conn = new DefaultHttpContext();

        Assert.Equal(422, conn.PutStatus("unprocessable_entity").Response.StatusCode);
        Assert.Equal(404, conn.PutStatus("NotFound").Response.StatusCode);
        Assert.Throws<ArgumentException>(() => conn.PutStatus("no_such_thing"));
        Assert.Throws<ArgumentException>(() => conn.PutStatus("404"));
        Assert.Throws<ArgumentOutOfRangeException>(() => conn.PutStatus(42));
    }

    [Fact]
    public async Task Items_are_aspnet_cores_whether_they_were_there_before_or_are_replaced()
    {
        await using var app = await FunctionEndpoint.Start(
            static p => p.Plug(static c => c.Assign("a", "assign")).Use(static (c, next) =>
            {
                c.Items["own"] = "item";
                c.Items = new Dictionary<object, object?> { ["before"] = c.Items["before"], ["replaced"] = true };
                return next(c);
            }),
            static s => s.Get("/", Actions.Text(static c => $"{c.Items["before"]} {c.Items["replaced"]} {c.Items.ContainsKey("own")} {c.Assigns["a"]}")));

        Assert.Equal("early True False assign", (await app.Conn().Prepare(static c => c.Items["before"] = "early").Get("/")).TextResponse());
        Assert.Equal(" True False assign", (await app.Conn().Get("/")).TextResponse());
    }
}
