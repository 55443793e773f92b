using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Assets;

public sealed class StaticAssetTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("zhar-assets-").FullName;

    public StaticAssetTests()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "www", "assets"));
        Write("www/assets/app.css", "body { color: red }");
        Write("www/assets/app.css.br", "brotli");
        Write("www/assets/app.css.gz", "gzip");
        Write("www/robots.txt", "0123456789");
        Write("www/.env", "SECRET=1");
        Write("www/assets/.git", "hidden");
        Write("outside.txt", "outside");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(_directory, path), text);

    private Task<ConnTest> Start(bool fingerprints = true, Action<StaticAssetSettings>? settings = null) => FunctionEndpoint.Start(
        p => p.StaticAssets(a =>
        {
            (a.From, a.Fingerprints) = (Path.Combine(_directory, "www"), fingerprints);
            settings?.Invoke(a);
        }),
        static s =>
        {
            s.Get("/path", Actions.Text(static c => c.StaticPath("/assets/app.css") + " " + c.StaticIntegrity("/assets/app.css")));
            s.Get("/*rest", Actions.Text("the router"));
            s.Post("/*rest", Actions.Text("the router"));
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_is_sent_with_its_type_and_a_tag_that_spares_the_next_time(bool fingerprints)
    {
        await using var app = await Start(fingerprints);

        var first = await app.Conn().Get("/robots.txt");
        var again = await app.Conn().PutHeader("if-none-match", first.Header("etag")!).Get("/robots.txt");

        Assert.Equal("0123456789", first.TextResponse());
        Assert.Equal("10", first.Header("content-length"));
        Assert.Equal("public, no-cache", first.Header("cache-control"));
        Assert.Equal("", again.ResponseBody(304));
        Assert.Equal("0123456789", (await app.Conn().PutHeader("if-none-match", "\"other\"").Get("/robots.txt")).ResponseBody(200));
        Assert.Equal(304, (await app.Conn().PutHeader("if-modified-since", first.Header("last-modified")!).Get("/robots.txt")).Status);
        var head = await app.Conn().Head("/robots.txt");
        Assert.Equal(("", "10"), (head.Body, head.Header("content-length")));
    }

    [Fact]
    public async Task A_path_with_a_fingerprint_may_be_kept_for_ever()
    {
        await using var app = await Start();

        var path = (await app.Conn().Get("/path")).Body.Split(' ');
        var css = await app.Conn().Get(path[0]);

        Assert.Matches("^/assets/app-[0-9a-f]{16}\\.css$", path[0]);
        Assert.StartsWith("sha256-", path[1], StringComparison.Ordinal);
        Assert.Equal("body { color: red }", css.ResponseBody(200));
        Assert.Equal("text/css; charset=utf-8", css.Header("content-type"));
        Assert.Equal("public, max-age=31536000, immutable", css.Header("cache-control"));
        Assert.Equal("the router", (await app.Conn().Get(path[0].Replace(path[0][13], path[0][13] == 'a' ? 'b' : 'a'))).Body);
    }

    [Theory]
    [InlineData("br, gzip", "br", "brotli")]
    [InlineData("gzip", "gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip", "gzip")]
    [InlineData("identity", null, "body { color: red }")]
    public async Task A_compressed_copy_is_sent_to_clients_that_take_it(string accepted, string? encoding, string body)
    {
        await using var app = await Start();

        var conn = await app.Conn().PutHeader("accept-encoding", accepted).Get("/assets/app.css");

        Assert.Equal(body, conn.ResponseBody(200));
        Assert.Equal(encoding, conn.Header("content-encoding"));
        Assert.Equal("Accept-Encoding", conn.Header("vary"));
        Assert.Equal("text/css; charset=utf-8", conn.Header("content-type"));
    }

    [Theory]
    [InlineData("bytes=2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("bytes=7-", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=7-99", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=10-", 416, "", "bytes */10")]
    [InlineData("bytes=0-1,3-4", 200, "0123456789", null)]
    [InlineData("lines=1-2", 200, "0123456789", null)]
    [InlineData("nonsense", 200, "0123456789", null)]
    public async Task A_part_is_sent_where_one_is_asked_for(string range, int status, string body, string? sent)
    {
        await using var app = await Start();

        var conn = await app.Conn().PutHeader("range", range).Get("/robots.txt");

        Assert.Equal(body, conn.ResponseBody(status));
        Assert.Equal(sent, conn.Header("content-range"));
    }

    [Fact]
    public async Task A_part_of_another_version_is_answered_with_the_whole_file()
    {
        await using var app = await Start();
        var tag = (await app.Conn().Get("/robots.txt")).Header("etag")!;

        Assert.Equal("01", (await app.Conn().PutHeader("range", "bytes=0-1").PutHeader("if-range", tag).Get("/robots.txt")).ResponseBody(206));
        Assert.Equal("0123456789", (await app.Conn().PutHeader("range", "bytes=0-1").PutHeader("if-range", "\"old\"").Get("/robots.txt")).ResponseBody(200));
    }

    [Theory]
    [InlineData(null, "http://localhost:4000")]
    [InlineData("https://cdn.example.com/site/", "https://cdn.example.com/site")]
    public async Task A_file_may_be_fetched_from_another_host(string? url, string expected)
    {
        (string, string)[] settings = url is null ? [] : [("StaticUrl", url)];
        await using var app = await FunctionEndpoint.Start(
            p => p.StaticAssets(a => (a.From, a.Fingerprints) = (Path.Combine(_directory, "www"), true)),
            static s => s.Get("/url", Actions.Text(static c => c.StaticUrl("/assets/app.css"))),
            settings: settings);

        Assert.Matches($"^{expected}/assets/app-[0-9a-f]{{16}}\\.css$", (await app.Conn().Get("/url")).Body);
    }

    [Theory]
    [InlineData("cdn.example.com")]
    [InlineData("ftp://cdn.example.com")]
    [InlineData("https://cdn.example.com/?a=1")]
    public async Task A_host_of_files_that_is_none_stops_the_start(string url)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => FunctionEndpoint.Start(static _ => { }, static _ => { }, settings: [("StaticUrl", url)]));

        Assert.Contains("https://cdn.example.com", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_what_is_listed_or_begins_as_listed_is_served_each_with_its_type(bool fingerprints)
    {
        Write("www/favicon-32.png", "png");
        Write("www/model.gltf", "{}");
        await using var app = await Start(fingerprints, static a =>
        {
            (a.Only, a.OnlyMatching) = (["robots.txt"], ["favicon", "model"]);
            a.ContentTypes[".GLTF"] = "model/gltf+json";
        });

        Assert.Equal("png", (await app.Conn().Get("/favicon-32.png")).Body);
        Assert.Equal("model/gltf+json", (await app.Conn().Get("/model.gltf")).Header("content-type"));
        Assert.Equal("0123456789", (await app.Conn().Get("/robots.txt")).Body);
        Assert.Equal("the router", (await app.Conn().Get("/assets/app.css")).Body);
        await Assert.ThrowsAnyAsync<Exception>(() => Start(settings: static a => a.ContentTypes[".x"] = "a\r\nb: c"));
    }

    [Fact]
    public async Task In_development_a_file_that_is_left_out_says_so()
    {
        await using var app = await Start(fingerprints: false, static a => (a.Only, a.RaiseOnMissingOnly) = (["robots.txt"], true));

        var left = await app.Conn().Get("/assets/app.css");

        Assert.Equal(500, left.Status);
        Assert.Contains("s.Only = [\"robots.txt\", \"assets\"]", left.Error!.Message, StringComparison.Ordinal);
        foreach (var path in new[] { "/assets/none.css", "/.env", "/../outside.txt", "/users" })
            Assert.Equal("the router", (await app.Conn().Get(path)).Body);
        Assert.Equal("0123456789", (await app.Conn().Get("/robots.txt")).Body);
    }

    [Theory]
    [InlineData("/../outside.txt")]
    [InlineData("/..%2Foutside.txt")]
    [InlineData("/%2e%2e/outside.txt")]
    [InlineData("/assets/../../outside.txt")]
    [InlineData("/..\\outside.txt")]
    [InlineData("/%5c..%5coutside.txt")]
    [InlineData("/.env")]
    [InlineData("/assets/.git")]
    [InlineData("/robots.txt%00.css")]
    [InlineData("//robots.txt")]
    [InlineData("/assets")]
    public async Task Nothing_outside_of_the_directory_is_served_nor_what_is_hidden(string path)
    {
        await using var built = await Start(fingerprints: true);
        await using var fresh = await Start(fingerprints: false);

        Assert.Equal("the router", (await built.Conn().Get(path)).Body);
        Assert.Equal("the router", (await fresh.Conn().Get(path)).Body);
    }

    [Fact]
    public async Task A_link_out_of_the_directory_is_not_followed_unless_that_is_wanted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Directory.CreateDirectory(Path.Combine(_directory, "other"));
        Write("other/b.txt", "of the other");
        File.CreateSymbolicLink(Path.Combine(_directory, "www", "out.txt"), Path.Combine(_directory, "outside.txt"));
        File.CreateSymbolicLink(Path.Combine(_directory, "www", "in.txt"), Path.Combine(_directory, "www", "robots.txt"));
        Directory.CreateSymbolicLink(Path.Combine(_directory, "www", "linked"), Path.Combine(_directory, "other"));

        foreach (var fingerprints in new[] { true, false })
        {
            await using var app = await Start(fingerprints);
            await using var following = await Start(fingerprints, static a => a.FollowLinks = true);

            Assert.Equal("the router", (await app.Conn().Get("/out.txt")).Body);
            Assert.Equal("the router", (await app.Conn().Get("/linked/b.txt")).Body);
            Assert.Equal("0123456789", (await app.Conn().Get("/in.txt")).Body);
            Assert.Equal("outside", (await following.Conn().Get("/out.txt")).Body);
            Assert.Equal("of the other", (await following.Conn().Get("/linked/b.txt")).Body);
        }
    }

    [Fact]
    public async Task Other_verbs_and_files_that_are_not_listed_go_on_to_the_router()
    {
        await using var app = await Start(settings: static a => a.Only = ["assets"]);

        Assert.Equal("the router", (await app.Conn().Post("/assets/app.css")).Body);
        Assert.Equal("the router", (await app.Conn().Get("/robots.txt")).Body);
        Assert.Equal("body { color: red }", (await app.Conn().Get("/assets/app.css")).Body);
    }

    [Fact]
    public async Task In_development_a_changed_file_is_seen_at_once()
    {
        await using var app = await Start(fingerprints: false);
        var before = await app.Conn().Get("/robots.txt");

        Write("www/robots.txt", "changed!");

        Assert.Equal("changed!", (await app.Conn().PutHeader("if-none-match", before.Header("etag")!).Get("/robots.txt")).ResponseBody(200));
        Assert.StartsWith("/assets/app.css ", (await app.Conn().Get("/path")).Body, StringComparison.Ordinal);
    }
}
