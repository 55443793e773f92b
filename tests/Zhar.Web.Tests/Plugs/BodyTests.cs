using System.Text;
using Microsoft.AspNetCore.Http;
using Zhar.Web.Testing;
using Zhar.Web.Tests.Support;

namespace Zhar.Web.Tests.Plugs;

public sealed class BodyTests
{
    private static Task<ConnTest> Start(Action<ParseBodySettings>? settings = null) => FunctionEndpoint.Start(p => p.ParseBody(settings), static s =>
    {
        s.Match("*", "/echo", Actions.Text(c => $"{c.Request.Method} {c.BodyParams}"));
        s.Match("*", "/echo/:id", Actions.Text(c => c.Params.ToString()));
        s.Post("/upload", async c =>
        {
            var file = c.BodyParams.Upload("file")!;
            c.Assign("path", file.Path);
            using var reader = new StreamReader(file.OpenRead());
            await c.SendText($"{file.FileName} {file.ContentType} {file.Length} {await reader.ReadToEndAsync()} {c.BodyParams.Nested("a").Get("b")} {c.BodyParams.Uploads("more").Count}");
        });
        s.Post("/raw", async c => await c.SendText(await new StreamReader(c.Request.Body).ReadToEndAsync()));
    });

    private const string OneFile = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nthe text\r\n--b--\r\n";

    /// <summary>A file on a disk that takes nothing.</summary>
    private sealed class BrokenFile(int error) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("the disk says no", error);
    }

    private static Task<TestConn> Post(ConnTest app, string type, string body, string path = "/echo") => app.Conn().Send("POST", path, Encoding.UTF8.GetBytes(body), type);

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a[b][]=1&a[b][]=2&c=%C3%A9+x", """{"a": {"b": ["1", "2"]}, "c": "é x"}""")]
    [InlineData("application/json", """{"a":{"b":[1,true,null]}}""", """{"a": {"b": [1, true, null]}}""")]
    [InlineData("application/vnd.api+json; charset=utf-8", "[1]", """{"_json": [1]}""")]
    [InlineData("application/json", "", "{}")]
    public async Task Forms_and_json_become_params(string type, string body, string expected)
    {
        await using var app = await Start();

        Assert.Equal("POST " + expected, (await Post(app, type, body)).TextResponse());
    }

    [Fact]
    public async Task The_path_wins_over_the_body_and_the_body_over_the_query()
    {
        await using var app = await Start();

        var conn = await Post(app, "application/json", """{"id":"body","x":"body"}""", "/echo/path?id=query&x=query&y=query");

        Assert.Equal("""{"id": "path", "x": "body", "y": "query"}""", conn.TextResponse());
    }

    [Theory]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", "{\"a\":\"\\ud800\"}", 400)]
    [InlineData("application/json", "{} {}", 400)]
    [InlineData("application/x-www-form-urlencoded", "a=%FF", 400)]
    [InlineData("application/x-www-form-urlencoded", "a=%zz", 400)]
    [InlineData("multipart/form-data", "x", 400)]
    [InlineData("multipart/form-data; boundary=b", "no boundary at all", 400)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nunfinished", 400)]
    [InlineData("text/csv", "a,b", 415)]
    [InlineData("not a type", "a", 415)]
    public async Task Malformed_bodies_and_unknown_types_are_refused(string type, string body, int status)
    {
        await using var app = await Start();

        var conn = await Post(app, type, body);

        Assert.Equal(status, conn.Status);
        Assert.DoesNotContain("Exception", conn.Body, StringComparison.Ordinal);
        Assert.Contains(app.Log.Entries, e => e.Message.Contains($"was refused with status {status}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(28, 507)]
    [InlineData(5, 500)]
    public async Task A_disk_that_is_full_or_broken_is_the_servers_fault_and_is_logged(int error, int status)
    {
        await using var app = await Start(b => b.CreateUploadFile = _ => new BrokenFile(OperatingSystem.IsWindows() ? error == 28 ? 0x70 : error : error));

        var conn = await Post(app, "multipart/form-data; boundary=b", OneFile, "/upload");

        Assert.Equal(status, conn.Status);
        Assert.DoesNotContain("disk", conn.Body, StringComparison.Ordinal);
        Assert.Contains(app.Log.Entries, e => e.Exception is UploadStorageException && e.Message.Contains($"failed with status {status}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_directory_for_uploads_that_is_not_there_is_500_and_named_in_the_log()
    {
        var missing = Path.Combine(Path.GetTempPath(), $"zhar-none-{Guid.NewGuid():n}");
        await using var app = await Start(b => b.UploadDirectory = missing);

        Assert.Equal(500, (await Post(app, "multipart/form-data; boundary=b", OneFile, "/upload")).Status);
        Assert.Contains(app.Log.Entries, e => e.Exception is UploadStorageException failed && failed.Message.Contains(missing, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_400()
    {
        await using var app = await Start();

        Assert.Equal(400, (await app.Conn().Send("POST", "/echo", new byte[] { (byte)'a', (byte)'=', 0xff }, "application/x-www-form-urlencoded")).Status);
        Assert.Equal(400, (await app.Conn().Send("POST", "/echo", new byte[] { (byte)'"', 0xff, (byte)'"' }, "application/json")).Status);
    }

    [Theory]
    [InlineData("application/json", 413)]
    [InlineData("application/x-www-form-urlencoded", 413)]
    [InlineData("multipart/form-data; boundary=b", 413)]
    public async Task A_body_over_the_limit_is_413_whatever_length_it_claims(string type, int status)
    {
        await using var app = await Start(static b => (b.MaxBytes, b.MaxMultipartBytes) = (100, 100));
        var body = type.StartsWith("multi", StringComparison.Ordinal) ? $"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n{new string('x', 200)}\r\n--b--" : new string('1', 200);

        Assert.Equal(status, (await Post(app, type, body)).Status);
        Assert.Equal(status, (await app.Conn().PutHeader("content-length", "50").Send("POST", "/echo", Encoding.UTF8.GetBytes(body), type)).Status);
    }

    [Fact]
    public async Task Params_beyond_count_or_depth_are_400()
    {
        await using var app = await Start();

        Assert.Equal(400, (await Post(app, "application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 10_001).Select(static i => $"k{i}=1")))).Status);
        Assert.Equal(400, (await Post(app, "application/x-www-form-urlencoded", "a" + string.Concat(Enumerable.Repeat("[x]", 40)) + "=1")).Status);
        Assert.Equal(400, (await Post(app, "application/json", new string('[', 40) + new string(']', 40))).Status);
    }

    [Fact]
    public async Task A_malformed_query_is_400_as_soon_as_it_is_read()
    {
        await using var app = await Start();

        Assert.Equal(400, (await app.Conn().Get("/echo/1?a=%FF")).Status);
    }

    [Fact]
    public async Task A_file_lies_in_a_temporary_file_until_the_response_is_over()
    {
        await using var app = await Start();
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"a[b]\"\r\n\r\nvalue\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/pass\u00e9wd.txt\"\r\nContent-Type: text/plain\r\n\r\nthe text\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"more[]\"; filename=\"1\"\r\n\r\n1\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"more[]\"; filename=\"2\"\r\n\r\n2\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n--b--\r\n";

        var conn = await Post(app, "multipart/form-data; boundary=\"b\"", Form, "/upload");

        Assert.Equal("passéwd.txt text/plain 8 the text value 2", conn.TextResponse());
        Assert.False(File.Exists(conn.Conn.Assigns.Get<string>("path")));
    }

    [Fact]
    public async Task Types_that_are_passed_on_are_for_the_action_to_read()
    {
        await using var app = await Start(static b => b.Pass = ["text/*"]);

        Assert.Equal("a,b", (await Post(app, "text/csv", "a,b", "/raw")).TextResponse());
        Assert.Equal(415, (await Post(app, "image/png", "x", "/raw")).Status);
    }

    [Theory]
    [InlineData("PUT", "PUT")]
    [InlineData("delete", "DELETE")]
    [InlineData("GET", "POST")]
    [InlineData("CONNECT", "POST")]
    public async Task A_form_can_stand_for_put_patch_and_delete_and_nothing_else(string wanted, string method)
    {
        await using var app = await Start();

        Assert.StartsWith(method + " ", (await app.Conn().Post("/echo", Params.Of(("_method", wanted)))).TextResponse(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parser_of_the_applications_own_takes_its_type()
    {
        await using var app = await Start(static b => b.Parsers.Add(new LineParser()));

        Assert.Equal("""POST {"line": "hello"}""", (await Post(app, "text/x-line", "hello")).TextResponse());
    }

    private sealed class LineParser : IBodyParser
    {
        public bool Takes(string mediaType) => mediaType == "text/x-line";

        public async ValueTask<Params> Parse(HttpContext conn, ParseBodySettings settings) => Params.Of(("line", await new StreamReader(conn.Request.Body).ReadToEndAsync()));
    }

    [Fact]
    public async Task Parts_that_are_left_out_count_too()
    {
        await using var app = await Start(static b => b.MaxParts = 2);
        static string Parts(int count) => string.Concat(Enumerable.Repeat("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n", count)) + "--b--\r\n";

        Assert.Equal("POST {}", (await Post(app, "multipart/form-data; boundary=b", Parts(2))).TextResponse());
        Assert.Equal(400, (await Post(app, "multipart/form-data; boundary=b", Parts(3))).Status);
    }
}
