using Zhar.Web.Tests.Controllers.Shop;

namespace Zhar.Web.Tests.Controllers;

/// <summary>Redirects, files, streams: what they answer with, and what they refuse.</summary>
public sealed class ResponseTests
{
    [Theory]
    [InlineData("/users?page=2")]
    [InlineData("/")]
    [InlineData("/a//b")]
    public async Task A_redirect_stays_on_the_site(string to)
    {
        await using var app = await ShopEndpoint.Start();

        Assert.Equal(to, (await app.Conn().Get($"/things/back?to={Uri.EscapeDataString(to)}")).RedirectedTo());
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\tx")]
    [InlineData("/x\r\nSet-Cookie: a=b")]
    [InlineData("users")]
    [InlineData("")]
    public async Task A_redirect_that_would_leave_the_site_is_refused(string to)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get($"/things/back?to={Uri.EscapeDataString(to)}");

        Assert.Equal(500, conn.Status);
        Assert.Null(conn.Header("location"));
        Assert.Null(conn.Header("set-cookie"));
    }

    [Theory]
    [InlineData("https://example.com/x?a=b", "https://example.com/x?a=b")]
    [InlineData("https://example.com/ü", "https://example.com/%C3%BC")]
    [InlineData("myapp://callback?x=1", "myapp://callback?x=1")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("/users", null)]
    [InlineData("https://example.com/\r\nX: y", null)]
    public async Task A_redirect_elsewhere_takes_a_whole_url(string to, string? expected)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get($"/things/away?to={Uri.EscapeDataString(to)}");

        Assert.Equal((expected is null ? 500 : 302, expected), (conn.Status, conn.Header("location")));
        Assert.Equal(303, (await app.Conn().Get("/things/away-fixed")).Status);
    }

    [Theory]
    [InlineData("report.pdf", "attachment; filename=\"report.pdf\"")]
    [InlineData("Grüße €.txt", "attachment; filename=\"Gr__e _.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%E2%82%AC.txt")]
    public async Task A_download_is_named_in_any_script(string name, string expected)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get($"/things/download?name={Uri.EscapeDataString(name)}");

        Assert.Equal(expected, conn.Header("content-disposition"));
        Assert.Equal("bytes", conn.Body);
        Assert.Equal("5", conn.Header("content-length"));
    }

    [Theory]
    [InlineData("a\"; x=\"b")]
    [InlineData("a\r\nSet-Cookie: x=y")]
    [InlineData("../../etc/passwd")]
    [InlineData("a\\..\\b.txt")]
    [InlineData("\0a")]
    public async Task The_name_of_a_download_cannot_break_out_of_its_header(string name)
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get($"/things/download?name={Uri.EscapeDataString(name)}");

        Assert.Null(conn.Header("set-cookie"));
        if (conn.Status != 200)
            return; // refused as a whole
        var header = conn.Header("content-disposition")!;
        var quoted = header.Split('"');
        Assert.Equal(3, quoted.Length);
        Assert.DoesNotContain('/', quoted[1]);
        Assert.DoesNotContain('\\', quoted[1]);
        Assert.DoesNotContain('\r', header);
    }

    [Fact]
    public async Task A_stream_is_sent_to_its_end_and_a_name_may_be_shown_inline()
    {
        await using var app = await ShopEndpoint.Start();

        var stream = await app.Conn().Get("/things/stream");

        Assert.Equal(("stream", "attachment; filename=\"a.txt\""), (stream.Body, stream.Header("content-disposition")));
        Assert.Equal("inline; filename=\"a.png\"", (await app.Conn().Get("/things/download?name=a.png&inline=true")).Header("content-disposition"));
    }

    [Theory]
    [InlineData("hello.txt", "hello world")]
    [InlineData("sub/inner.txt", "inner")]
    [InlineData("../secret.txt", null)]
    [InlineData("sub/../../secret.txt", null)]
    [InlineData("sub/../hello.txt", null)]
    [InlineData("/etc/passwd", null)]
    [InlineData("..\\secret.txt", null)]
    [InlineData("C:/secret.txt", null)]
    [InlineData("hello.txt\0.png", null)]
    [InlineData("link.txt", null)]
    [InlineData("linked/secret.txt", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("missing.txt", null)]
    [InlineData("sub", null)]
    public async Task A_file_is_sent_out_of_its_directory_and_from_nowhere_else(string name, string? expected)
    {
        Prepare();
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get($"/things/file?path={Uri.EscapeDataString(name)}");

        Assert.Equal(expected is null ? 404 : 200, conn.Status);
        if (expected is not null)
            Assert.Equal(expected, conn.Body);
        Assert.DoesNotContain("top secret", conn.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_of_a_file_and_a_file_that_is_known_already_are_answered_short()
    {
        Prepare();
        await using var app = await ShopEndpoint.Start();

        var part = await app.Conn().PutHeader("range", "bytes=0-4").Get("/things/file?path=hello.txt");
        var whole = await app.Conn().Get("/things/file?path=hello.txt");
        var known = await app.Conn().PutHeader("if-none-match", whole.Header("etag")!).Get("/things/file?path=hello.txt");

        Assert.Equal((206, "hello", "bytes 0-4/11"), (part.Status, part.Body, part.Header("content-range")));
        Assert.Equal((304, ""), (known.Status, known.Body));
    }

    [Theory]
    [InlineData("offset=6", 200, "world")]
    [InlineData("offset=6&length=2", 200, "wo")]
    [InlineData("offset=0&length=11", 200, "hello world")]
    [InlineData("offset=6&length=99", 500, null)]
    [InlineData("offset=-1", 500, null)]
    public async Task A_part_of_a_file_is_sent_when_it_is_inside(string query, int status, string? expected)
    {
        Prepare();
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get($"/things/part?{query}");

        Assert.Equal(status, conn.Status);
        if (expected is not null)
            Assert.Equal(expected, conn.Body);
    }

    [Fact]
    public async Task A_body_in_pieces_is_sent_piece_by_piece()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get("/things/pieces");

        Assert.Equal(["one ", "two ", "&lt;three&gt;"], conn.Chunks);
    }

    [Fact]
    public async Task Events_are_written_for_the_browser_and_cannot_forge_fields()
    {
        await using var app = await ShopEndpoint.Start();

        var conn = await app.Conn().Get($"/things/ticks?data={Uri.EscapeDataString("one\nid: 9\rtwo\r\nthree")}");

        Assert.Equal("text/event-stream", conn.Header("content-type"));
        Assert.Equal("event: tick\nid: 1\nretry: 2000\ndata: one\ndata: id: 9\ndata: two\ndata: three\n\ndata: end\n\n", conn.Body);
    }

    private static void Prepare()
    {
        var folder = ThingController.Folder;
        var outside = Directory.CreateDirectory(Path.Combine(folder, "..", Path.GetFileName(folder) + "-outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "secret.txt"), "top secret");
        Directory.CreateDirectory(Path.Combine(folder, "sub"));
        lock (Directories)
        {
            if (File.Exists(Path.Combine(folder, "hello.txt")))
                return;
            File.WriteAllText(Path.Combine(folder, "sub", "inner.txt"), "inner");
            File.CreateSymbolicLink(Path.Combine(folder, "link.txt"), Path.Combine(outside, "secret.txt"));
            Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), outside);
            File.WriteAllText(Path.Combine(folder, "hello.txt"), "hello world");
        }
    }

    private static readonly Lock Directories = new();
}
